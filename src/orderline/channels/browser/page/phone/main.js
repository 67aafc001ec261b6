/** @module The phone page: joins the call to what is shown, and the page's buttons to the call. */

import { readLine } from '../shared/api.js';
import { byId } from '../shared/elements.js';
import { LevelMeter } from '../shared/level.js';
import { Meter } from '../shared/meter.js';
import { languageChoice, Words } from '../shared/words.js';
import { Call } from './call.js';
import { Captions } from './captions.js';
import { Card } from './card.js';
import { Keypad } from './keypad.js';
import { Screen } from './screen.js';
import { PHONE_WORDS } from './words.js';

const words = new Words(PHONE_WORDS);
const call = new Call();
const screen = new Screen(call, words);
const captions = new Captions(
  { list: byId('captions'), scroller: byId('talk'), announcer: byId('announcer') },
  words,
);
const card = new Card(byId('order'), words);
const keypad = new Keypad(byId('keypad'), byId('keys'), words);
const meter = new Meter(byId('meter'));
const voice = /** @type {HTMLAudioElement} */ (byId('voice'));
const orb = byId('orb');

/** @type {AudioContext|null} */
let sound = null;
/** @type {LevelMeter[]} */
let levels = [];

function start() {
  sound ??= new AudioContext();
  sound.resume();
  captions.clear();
  card.show(null);
  keypad.clear();
  Object.assign(screen, { handoff: null, shaky: false, slow: false, quiet: false });
  call.place(words.language);
  byId('hang-up').focus();
}

function play(stream) {
  voice.srcObject = stream;
  voice.play().catch(() => {
    screen.quiet = call.open;
    screen.draw();
  });
  measure(stream, (level) => orb.style.setProperty('--voice', level.toFixed(3)));
}

function measure(stream, show) {
  levels.push(new LevelMeter(sound, stream, show));
}

/** Give the microphone, the sound and the focus back. */
function settle() {
  for (const level of levels) level.stop();
  levels = [];
  voice.srcObject = null;
  keypad.open(false);
  if (document.activeElement === document.body || byId('controls').contains(document.activeElement)) byId('call').focus();
}

call.addEventListener('state', () => {
  const over = !call.open;
  screen.draw();
  if (over) settle();
});
call.addEventListener('slow', () => {
  screen.slow = true;
  screen.draw();
});
call.addEventListener('line', (event) => {
  screen.shaky = event.detail === 'shaky';
  screen.draw();
});
call.addEventListener('handoff', (event) => {
  screen.handoff = event.detail;
  screen.draw();
});
call.addEventListener('microphone', (event) => measure(event.detail, (level) => meter.show(call.muted ? 0 : level)));
call.addEventListener('voice', (event) => play(event.detail));
call.addEventListener('caption', (event) => captions.show(event.detail));
call.addEventListener('order', (event) => card.show(event.detail));
call.addEventListener('language', (event) => words.choose(event.detail));

words.addEventListener('change', () => {
  captions.rename();
  screen.draw();
  call.speak(words.language);
});

byId('call').addEventListener('click', start);
byId('hang-up').addEventListener('click', () => call.hangUp());
byId('mute').addEventListener('click', () => call.mute(!call.muted));
keypad.addEventListener('press', (event) => call.press(event.detail));
document.addEventListener('keydown', (event) => {
  if (call.startedAt && call.open && keypad.take(event)) event.preventDefault();
});
document.addEventListener('pointerdown', () => {
  if (!screen.quiet) return;
  screen.quiet = false;
  voice.play().finally(() => screen.draw());
});
window.addEventListener('pagehide', () => call.hangUp());

languageChoice(words, byId('language'));
words.apply(document);
screen.draw();
readLine()
  .then((facts) => {
    screen.facts = facts;
    screen.draw();
  })
  .catch(() => {
    screen.unreachable = true;
    screen.draw();
  });
