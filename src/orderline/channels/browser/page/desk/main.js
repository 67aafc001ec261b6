/** @module The desk: joins the queue of the line to the list and the card, and the person's sound to the caller. */

import { byId, make } from '../shared/elements.js';
import { LevelMeter } from '../shared/level.js';
import { Meter } from '../shared/meter.js';
import { languageChoice, Words } from '../shared/words.js';
import { Bell } from './bell.js';
import { Leg } from './leg.js';
import { DeskLine } from './line.js';
import { QueueList } from './queue_list.js';
import { DeskScreen } from './screen.js';
import { Transcript } from './transcript.js';
import { DESK_WORDS } from './words.js';

const words = new Words(DESK_WORDS);
const line = new DeskLine();
const leg = new Leg();
const bell = new Bell();
const list = new QueueList(byId('queue'), words);
const transcript = new Transcript(byId('transcript'), byId('lines'), words);
const screen = new DeskScreen(line, leg, bell, list, transcript, words);
const meter = new Meter(byId('meter'));
const voice = /** @type {HTMLAudioElement} */ (byId('voice'));

/** @type {LevelMeter|null} */
let level = null;
/** @type {Set<string>} */
let known = new Set();

async function pickUp() {
  const card = screen.card;
  if (card?.status !== 'ringing' || leg.state !== 'none' || line.state !== 'open') return;
  screen.complain(null);
  if (await leg.prepare(card.call_id)) line.ask('pick_up', card.call_id);
}

function onMine(type) {
  if (screen.card?.status === 'mine') line.ask(type, screen.card.call_id);
}

function mute() {
  if (leg.state === 'connected') leg.mute(!leg.muted);
}

/** @param {import('./line.js').DeskCard[]} cards the whole list, as it is now */
function takeQueue(cards) {
  const fresh = cards.find((card) => card.status === 'ringing' && !known.has(card.call_id));
  known = new Set(cards.map((card) => card.call_id));
  screen.cards = cards;
  transcript.forgetAllBut([...known]);
  const mine = cards.find((card) => card.status === 'mine');
  if (mine) screen.chosen = mine.call_id;
  else if (!known.has(screen.chosen)) screen.chosen = screen.ringing[0]?.call_id ?? '';
  if (fresh) byId('announcer').replaceChildren(make('p', {}, words.t('queue.new', { wants: words.of(fresh.wants) })));
  if (mine && mine.call_id === leg.callId) leg.join(line.token);
  else if (leg.callId && !known.has(leg.callId)) leg.leave();
  screen.draw();
}

line.addEventListener('state', () => {
  if (line.state === 'open') screen.complain(null);
  byId('work').hidden = line.state === 'closed' && screen.cards.length === 0;
  byId('key-form').hidden = true;
  screen.draw();
});
line.addEventListener('trouble', (event) => {
  leg.leave();
  screen.cards = [];
  screen.complain(event.detail);
  byId('key-form').hidden = !['key', 'forbidden'].includes(event.detail);
  byId('work').hidden = true;
  screen.draw();
});
line.addEventListener('queue', (event) => takeQueue(event.detail.calls));
line.addEventListener('caption', (event) => {
  transcript.add(event.detail);
  if (screen.card) transcript.show(screen.card);
});
line.addEventListener('released', (event) => {
  if (event.detail.call_id === leg.callId) leg.leave();
  screen.tellReleased(event.detail.why);
  screen.draw();
});
line.addEventListener('error', (event) => {
  if (leg.state === 'waiting') leg.leave();
  screen.complain(event.detail.code === 'gone' ? 'over' : event.detail.code);
  screen.draw();
});

leg.addEventListener('state', () => {
  if (leg.state === 'none') {
    level?.stop();
    level = null;
    voice.srcObject = null;
  }
  screen.draw();
});
leg.addEventListener('microphone', async (event) => {
  await bell.allow();
  level?.stop();
  level = new LevelMeter(bell.context, event.detail, (loud) => meter.show(leg.muted ? 0 : loud));
});
leg.addEventListener('voice', (event) => {
  voice.srcObject = event.detail;
});
leg.addEventListener('trouble', (event) => {
  if (screen.card?.status === 'mine') line.ask('give_back', screen.card.call_id);
  screen.complain(event.detail);
  screen.draw();
});

list.addEventListener('choose', (event) => {
  if (leg.state === 'none') screen.chosen = event.detail;
  screen.draw();
});
words.addEventListener('change', () => screen.draw());
byId('pick-up').addEventListener('click', pickUp);
byId('give-back').addEventListener('click', () => onMine('give_back'));
byId('hang-up').addEventListener('click', () => onMine('hang_up'));
byId('mute').addEventListener('click', mute);
byId('bell').addEventListener('click', async () => {
  const wasAudible = bell.audible;
  await bell.allow();
  bell.on = !wasAudible;
  screen.draw();
});
byId('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  line.open(/** @type {HTMLInputElement} */ (byId('key')).value);
});

const KEYS = { KeyP: pickUp, KeyM: mute, KeyG: () => onMine('give_back'), KeyH: () => onMine('hang_up') };
document.addEventListener('keydown', (event) => {
  const act = event.altKey && !event.ctrlKey && !event.metaKey ? KEYS[event.code] : undefined;
  if (!act || event.repeat) return;
  event.preventDefault();
  act();
});
document.addEventListener('pointerdown', () => bell.allow().then(() => screen.showBell()), { once: true });
document.addEventListener('keydown', () => bell.allow().then(() => screen.showBell()), { once: true });
window.addEventListener('pagehide', () => leg.leave());

languageChoice(words, byId('language'));
words.apply(document);
screen.draw();
line.open();
