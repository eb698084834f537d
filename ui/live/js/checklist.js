// The short list that is ticked off while the camera looks; a screen reader hears "done" or "not yet" with each.

const NAMES = ["distance", "facing", "light", "arms"];

export class CheckList {
  constructor(list) { this.list = list; this.items = {}; }

  // say: {check_distance: …, check_done, check_open}
  update(say) {
    this.say = say;
    if (!this.list.childElementCount) {
      for (const name of NAMES) {
        const item = document.createElement("li"), tick = document.createElement("span");
        const text = document.createElement("span"), told = document.createElement("span");
        tick.className = "tick"; told.className = "unseen"; tick.setAttribute("aria-hidden", "true");
        item.append(tick, text, told);
        this.list.append(item);
        this.items[name] = { item, text, told };
      }
    }
    for (const name of NAMES) this.items[name].text.textContent = say[`check_${name}`];
    this.show(null);
  }

  // checks: {distance: true | false | null, …}; null: nothing is known
  show(checks) {
    for (const name of NAMES) {
      const { item, told } = this.items[name];
      const state = checks?.[name] === true ? "yes" : checks?.[name] === false ? "no" : "open";
      if (item.dataset.state === state) continue;
      item.dataset.state = state;
      told.textContent = state === "yes" ? this.say.check_done : this.say.check_open;
    }
  }
}
