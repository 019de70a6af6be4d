// Asks of the server, one after the other: undo must find the step that was made just before.

/** What the server, or the lack of it, said; the message is for people. */
export class Refusal extends Error {}

export class Api {
  #last = Promise.resolve();
  pending = 0; // asked and not answered yet
  asked = 0; // ever

  constructor(urls, failed) {
    this.urls = urls;
    this.failed = failed;
    this.headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  }

  post(name, body = {}, number = null) {
    return this.#queue("POST", name, body, number);
  }

  patch(name, body, number) {
    return this.#queue("PATCH", name, body, number);
  }

  delete(name, number) {
    return this.#queue("DELETE", name, null, number);
  }

  /** The number stands in the address where a lone 0 is; other numbers hold more than that. */
  url(name, number) {
    return number === null ? this.urls[name] : this.urls[name].replace(/\/0\//, `/${number}/`);
  }

  #queue(method, name, body, number) {
    this.asked += 1;
    this.pending += 1;
    const answer = this.#last.then(() => this.#send(method, this.url(name, number), body));
    this.#last = answer.catch(() => {}).then(() => {
      this.pending -= 1;
    });
    return answer;
  }

  async #send(method, url, body) {
    const headers = { ...this.headers, Accept: "application/json", "Content-Type": "application/json" };
    const options = { method, headers, body: body && JSON.stringify(body) };
    const response = await fetch(url, options).catch(() => null);
    const data = await response?.json().catch(() => null);
    if (!response?.ok || !data) throw new Refusal(data?.message ?? this.failed);
    return data;
  }
}
