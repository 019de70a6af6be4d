// The lane of every bar in the margin: two that lie over each other never share one, and none moves for another.
import { codesOfPeople, keyOf } from "./store.js";
import { spanOf } from "./places.js";

const BARE = 0; // a fragment without a code has a bar too

export class Lanes {
  /** `places` tells which fragments share a block; `fragments` come in the order of the text. */
  constructor(places, fragments) {
    this.places = places;
    this.byKey = new Map(); // key -> Map(code id -> lane)
    const ends = [];
    for (const fragment of fragments) {
      const lanes = new Map();
      for (const code of strandsOf(fragment)) {
        const free = ends.findIndex((end) => end <= fragment.start);
        const lane = free < 0 ? ends.length : free;
        ends[lane] = fragment.end;
        lanes.set(code, lane);
      }
      this.byKey.set(keyOf(fragment), lanes);
    }
  }

  /** [code id (0 for none, below 0 by consensus), lane] of every bar of a fragment. */
  of(key) {
    return [...(this.byKey.get(key) ?? [])];
  }

  /** Take a fragment as it is now; null when it went. What keeps its code keeps its lane. */
  change(key, fragment) {
    const had = this.byKey.get(key);
    this.byKey.delete(key);
    if (!fragment) return;
    const codes = strandsOf(fragment);
    const lanes = new Map(codes.filter((code) => had?.has(code)).map((code) => [code, had.get(code)]));
    const taken = this.#takenBeside(key);
    for (const lane of lanes.values()) taken.add(lane);
    for (const code of codes) if (!lanes.has(code)) lanes.set(code, firstFree(taken));
    this.byKey.set(key, lanes);
  }

  #takenBeside(key) {
    const { start, end } = spanOf(key);
    const taken = new Set();
    for (const block of this.places.blocks(key)) {
      for (const other of this.places.in(block)) {
        const span = spanOf(other);
        if (span.start >= end || span.end <= start) continue;
        for (const lane of this.byKey.get(other)?.values() ?? []) taken.add(lane);
      }
    }
    return taken;
  }
}

/** What has a bar: the codes of people, and those that hold by consensus, each in a lane of its own (below nought). */
function strandsOf(fragment) {
  const codes = [...codesOfPeople(fragment), ...(fragment.consensus ?? []).map((code) => -code)];
  return codes.length ? codes : [BARE];
}

function firstFree(taken) {
  let lane = 0;
  while (taken.has(lane)) lane += 1;
  taken.add(lane);
  return lane;
}
