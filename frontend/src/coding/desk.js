// The workbench: it holds the passage and keeps what is on the screen right; doing.js has what changes something.
import { announce } from "../announce.js";
import { Api } from "./api.js";
import { Codebook } from "./codebook.js";
import { Cursor } from "./cursor.js";
import { ActionDialog, Help } from "./dialogs.js";
import { Doing } from "./doing.js";
import { FragmentList } from "./fragments.js";
import { listen } from "./keys.js";
import { Lanes } from "./lanes.js";
import { Margin } from "./margin.js";
import { Paint } from "./paint.js";
import { Panel } from "./panel.js";
import { Picker } from "./picker.js";
import { Places, Sight } from "./places.js";
import { Pointer } from "./pointer.js";
import { describe, describeFragment } from "./spoken.js";
import { keyOf, Store } from "./store.js";
import { Text } from "./text.js";
import { View } from "./view.js";

export class Desk {
  constructor(root, data, words) {
    this.words = words;
    this.source = data.source;
    this.actions = data.actions;
    this.text = new Text(root.querySelector("#w-text"));
    this.doing = new Doing(this);
    this.mayCode = data.mayCode && this.text.isExact;
    this.passage = null;
    this.api = new Api(data.urls, words("failed"));
    this.api.headers["X-Sluitend-Version"] = String(data.source.version);
    this.codebook = new Codebook(data.codes, data.urls.codes.split("/")[2]);
    this.store = new Store(data.fragments, (keys) => this.#changed(keys));
    this.#countElsewhere();
    this.paint = new Paint(this.text, this.codebook);
    this.places = new Places(this.text, data.fragments);
    this.lanes = new Lanes(this.places, this.store.inOrder);
    this.margin = new Margin(this.text, this.codebook, words, this.lanes, (fragment) => this.goTo(fragment, false));
    this.panel = new Panel(root.querySelector("#w-panel"), this);
    this.list = new FragmentList(root.querySelector("#w-fragments"), this);
    this.cursor = new Cursor(this.text, document.documentElement.lang || "nl");
    this.view = new View(root, this);
    this.help = new Help(root.querySelector("#w-help"));
    this.dialog = new ActionDialog(root.querySelector("#w-dialog"), this.api.headers, words);
    this.picker = data.codes.length || this.mayCode ? this.#makePicker(root) : null;
    this.pointer = new Pointer(this.text, {
      select: (span) => this.#chosen(span),
      click: (offset) => this.#clicked(offset),
    });
    listen(this);
    this.#begin(data);
  }

  get fragment() {
    return this.store.get(this.passage);
  }

  /** Make a span the passage, or have none. */
  choose(span) {
    const isOther = (span && keyOf(span)) !== (this.passage && keyOf(this.passage));
    this.passage = span;
    this.paint.showPassage(span);
    if (!this.margin.point(span && keyOf(span)) && this.fragment) this.#draw(this.places.blocks(keyOf(span)).slice(0, 1));
    this.panel.show(span, this.fragment);
    if (isOther) {
      this.panel.changePassage();
      this.picker?.clear();
    }
    this.view.show(span, this.fragment);
  }

  /** Focus a fragment: it is the passage, on the screen, and told. */
  goTo(fragment, focus = true) {
    this.pointer.clear();
    this.choose({ start: fragment.start, end: fragment.end });
    this.cursor.follow(fragment);
    this.view.reveal(fragment);
    if (focus) this.focusText();
    announce(describeFragment(this, fragment));
  }

  /** Choose a passage that may have nothing on it yet, and bring it on the screen. */
  goToPlace(span) {
    const fragment = this.store.byKey.get(keyOf(span));
    if (fragment) return this.goTo(fragment);
    this.pointer.clear();
    this.choose(span);
    this.view.reveal(span);
    this.focusText();
  }

  nextFragment(step) {
    const fragments = this.store.inOrder.filter((one) => one.number !== null);
    const here = this.passage ?? this.cursor.span ?? { start: -1, end: -1 };
    const at = fragments.findIndex((one) => keyOf(one) === keyOf(here));
    const beyond = fragments.findIndex((one) => one.start > here.start);
    const before = beyond < 0 ? fragments.length - 1 : beyond - 1;
    const next = at >= 0 ? fragments[at + step] : step > 0 ? fragments[beyond] : fragments[before];
    if (next) this.goTo(next);
    else announce(this.words(step > 0 ? "no_next" : "no_previous"));
  }

  moveCursor(step, extend) {
    if (!this.cursor.head) this.cursor.place(this.view.firstVisible());
    else this.cursor.move(step, extend);
    this.#followCursor();
  }

  jumpCursor(offset) {
    this.cursor.place(offset);
    this.#followCursor();
  }

  deeper() {
    if (!this.cursor.head) return this.moveCursor(1, false);
    if (this.cursor.goIn()) this.#followCursor();
    else announce(this.words("deepest"));
  }

  shallower() {
    if (this.passage && this.cursor.goOut()) return this.#followCursor();
    this.pointer.clear();
    this.choose(null);
    announce(this.words("nothing_chosen"));
  }

  focusText() {
    this.text.root.focus({ preventScroll: true });
  }

  openPicker(typed) {
    this.view.openSheet();
    this.picker?.open(typed);
  }

  #followCursor() {
    if (!this.cursor.span) return;
    this.pointer.clear();
    this.choose(this.cursor.span);
    this.view.reveal(this.passage, this.cursor.head);
    announce(describe(this));
  }

  #chosen(span) {
    this.choose(span);
    this.focusText(); // else letters go to a field that has focus and no caret, and are lost
    this.cursor.follow(span);
    announce(describe(this));
  }

  /** A click goes round the fragments that lie under it, the shortest first. */
  #clicked(offset) {
    const under = offset === null ? [] : this.store.touching({ start: offset, end: offset + 1 });
    const at = under.indexOf(this.fragment);
    if (under.length) return this.goTo(under[(at + 1) % under.length]);
    this.choose(null);
    this.cursor.level = 0;
    if (offset !== null) this.cursor.place(offset);
  }

  openMemo() {
    this.view.openSheet();
    this.panel.openMemo();
  }

  /** Say it to those who see the page and to those who do not. */
  say(text) {
    this.view.say(text);
    announce(text);
  }

  #changed(keys) {
    this.#draw(new Set(keys.flatMap((key) => this.#placed(key))));
    if (this.passage && keys.includes(keyOf(this.passage))) {
      this.panel.show(this.passage, this.fragment);
      this.margin.point(keyOf(this.passage));
      this.view.show(this.passage, this.fragment);
    }
    this.#count();
    this.picker?.refreshSoon();
    this.list.refresh();
  }

  /** Note where a fragment lies now, or that it went; gives the blocks that look otherwise. */
  #placed(key) {
    const fragment = this.store.shown(key);
    if (fragment) this.places.put(key);
    else this.places.drop(key);
    this.lanes.change(key, fragment);
    return this.places.blocks(key);
  }

  /** Draw the highlights, bars and labels of blocks that are near the screen. */
  #draw(blocks) {
    for (const block of blocks) block.row.classList.toggle("w-row--coded", this.places.isBegin(block));
    const near = [...blocks].filter((block) => this.sight?.near.has(block));
    for (const block of near) block.row.classList.add("w-row--near");
    const items = near.map((block) => [block, this.store.ordered(this.places.in(block))]);
    for (const [block, fragments] of items) this.paint.show(block, fragments);
    this.margin.show(items);
  }

  #watch() {
    for (const block of this.places.byBlock.keys()) block.row.classList.toggle("w-row--coded", this.places.isBegin(block));
    this.sight = new Sight(this.text, {
      enter: (blocks) => this.#draw(blocks),
      leave: (blocks) => {
        for (const block of blocks) {
          block.row.classList.remove("w-row--near");
          this.paint.clear(block);
          this.margin.clear(block);
        }
      },
    });
    // Other widths have other lines: the bars follow.
    new ResizeObserver(() => this.#draw(this.sight.near)).observe(this.text.root);
  }

  #makePicker(root) {
    return new Picker(root, this.codebook, this.words, {
      apply: (code) => this.doing.apply(code),
      create: (name) => this.doing.create(name),
      leave: () => this.focusText(),
      codes: () => (this.fragment?.codings ?? []).filter((one) => one.mine && !one.hidden).map((one) => one.code),
    });
  }

  takeCodes(codes) {
    this.codebook.take(codes);
    this.#countElsewhere();
  }

  /** The codebook counts all texts; what lies in this one changes under our hands. */
  #countElsewhere() {
    const here = this.#countHere();
    this.elsewhere = new Map(this.codebook.codes.map((code) => [code.id, code.count - (here.get(code.id) ?? 0)]));
  }

  #count() {
    const here = this.#countHere();
    for (const code of this.codebook.codes) code.count = (this.elsewhere.get(code.id) ?? 0) + (here.get(code.id) ?? 0);
  }

  #countHere() {
    const here = new Map();
    for (const fragment of this.store.byKey.values()) {
      for (const one of fragment.codings) if (!(one.hidden && one.mine) && one.id !== null) here.set(one.code, (here.get(one.code) ?? 0) + 1);
    }
    return here;
  }

  #begin(data) {
    this.#watch();
    this.list.refresh();
    this.choose(null);
    this.view.history(data);
    if (!this.text.isExact) this.view.fail(this.words("not_exact"));
    const focus = data.focus && this.store.numbered(data.focus);
    if (focus) this.goTo(focus);
    else if (data.place) this.goToPlace({ start: data.place[0], end: data.place[1] });
  }
}
