// Speech, recorded clips and tones.  The browser's own voices where they live on this machine; a clip where there is
// one; else a tone, for the words stand on the screen in any case.

const STARTS_WITHIN_MS = 1500; // a voice that has not begun by then never will (seen with speech-dispatcher)
const TONES = { on: [660, 880], off: [440, 330], go: [523, 659, 784], tick: [700], done: [523, 659, 784, 1047] };

export class Voice {
  constructor() { this.on = true; this.talking = false; this.language = "en"; this.clips = {}; this.decoded = new Map(); this.log = []; }

  // Inside a click: browsers let nothing sound before one.
  async unlock() {
    try {
      this.audio ??= new AudioContext();
      this.audio.onstatechange = () => this.#wakesUp();
      await this.audio.resume();
    } catch { this.audio = null; }
  }

  localVoice() {
    const voices = window.speechSynthesis?.getVoices() ?? [];
    return voices.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(this.language));
  }

  // keys name the clips that together say the text, when there are any
  say(text, keys = []) {
    this.log.push(text);
    if (this.log.length > 200) this.log.shift();
    if (!this.on || !text) return;
    this.quiet();
    this.talking = true;
    const mine = this.turnNumber;
    const voice = this.localVoice();
    if (!voice) { this.#clips(keys); return; }
    const speech = new SpeechSynthesisUtterance(text);
    speech.voice = voice; speech.lang = voice.lang; speech.rate = 0.95;
    let begun = false;
    speech.onstart = () => { begun = true; };
    speech.onend = () => { if (mine === this.turnNumber) this.talking = false; };
    // A sentence that was cut off by the next one may say so late, under whatever name: it takes nobody's word any more.
    speech.onerror = () => { if (mine === this.turnNumber) this.#unspoken(keys); };
    speechSynthesis.speak(speech);
    this.watch = setTimeout(() => { if (!begun) this.#unspoken(keys); }, STARTS_WITHIN_MS);
  }

  // The browser's own voice fails: the recordings take over.
  #unspoken(keys) { this.quiet(); this.talking = true; this.#clips(keys); }

  quiet() {
    clearTimeout(this.watch);
    this.talking = false;
    this.turnNumber = (this.turnNumber ?? 0) + 1;
    window.speechSynthesis?.cancel();
    try { this.playing?.stop(); } catch { /* it had ended */ }
    this.playing = null;
  }

  tone(kind) {
    if (!this.on || !this.audio) return;
    TONES[kind].forEach((hertz, i) => {
      const at = this.audio.currentTime + 0.14 * i;
      const swing = this.audio.createOscillator(), loud = this.audio.createGain();
      swing.frequency.value = hertz;
      loud.gain.setValueAtTime(0.0001, at);
      loud.gain.exponentialRampToValueAtTime(0.15, at + 0.02);
      loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.13);
      swing.connect(loud).connect(this.audio.destination);
      swing.start(at); swing.stop(at + 0.14);
    });
  }

  async #clips(keys) {
    const wanted = keys.filter((key) => this.clips[key]);
    if (!wanted.length || !this.audio) { this.talking = false; this.tone("tick"); return; }
    const mine = this.turnNumber = (this.turnNumber ?? 0) + 1; // a later sentence takes over
    if (this.#wakesUp()) this.watch = setTimeout(() => { if (this.#wakesUp()) this.quiet(); }, STARTS_WITHIN_MS);
    try {
      for (const key of wanted) {
        const sound = await this.#sound(this.clips[key]);
        if (mine !== this.turnNumber) return;
        await this.#play(sound);
        if (mine !== this.turnNumber) return;
      }
      this.talking = false;
    } catch { if (mine === this.turnNumber) { this.talking = false; this.tone("tick"); } }
  }

  // A call takes the sound away from a phone's page, and may not give it back by itself; who cannot be heard is not waited for.
  #wakesUp() {
    const asleep = ["suspended", "interrupted"].includes(this.audio?.state);
    if (asleep) this.audio.resume().catch(() => {});
    return asleep;
  }

  // Kept by its address: by its key alone a sentence would be heard in the language that was chosen before.
  async #sound(address) {
    if (!this.decoded.has(address)) {
      const bytes = await (await fetch(address)).arrayBuffer();
      this.decoded.set(address, await this.audio.decodeAudioData(bytes));
    }
    return this.decoded.get(address);
  }

  #play(sound) {
    return new Promise((over) => {
      const source = this.audio.createBufferSource();
      source.buffer = sound;
      source.connect(this.audio.destination);
      source.onended = over;
      source.start();
      this.playing = source;
    });
  }

  close() { this.quiet(); this.audio?.close(); this.audio = null; }
}
