/**
 * @module The sound of the person: first the microphone, then the call is picked up, then the two are joined. In that
 * order, so that a blocked microphone never takes a call from somebody who could have answered it.
 */

import { closeStream, openMicrophone } from '../shared/microphone.js';
import { Peer } from '../shared/peer.js';

/** Fires `state`, `microphone` and `voice` (`detail` is a stream), and `trouble` (`detail` is the kind). */
export class Leg extends EventTarget {
  constructor() {
    super();
    this.reset();
  }

  reset() {
    Object.assign(this, { state: 'none', callId: '', stream: null, peer: null, muted: false, shaky: false, startedAt: 0 });
  }

  /** Seconds since both could hear each other. */
  get seconds() {
    return this.startedAt ? (Date.now() - this.startedAt) / 1000 : 0;
  }

  /**
   * Get ready for a call: true once there is a microphone.
   * @param {string} callId
   */
  async prepare(callId) {
    this.callId = callId;
    this.become('microphone');
    try {
      const stream = await openMicrophone();
      if (this.callId !== callId) {
        closeStream(stream);
        return false;
      }
      this.stream = stream;
      this.become('waiting');
      this.tell('microphone', stream);
      return true;
    } catch (fault) {
      this.fail(fault.kind ?? 'mic_busy');
      return false;
    }
  }

  /**
   * Join the call that was picked up.
   * @param {string} token
   */
  async join(token) {
    if (this.state !== 'waiting') return;
    this.become('connecting');
    const peer = new Peer(this.stream);
    this.peer = peer;
    peer.addEventListener('voice', (event) => this.tell('voice', event.detail));
    peer.addEventListener('connected', () => this.connected());
    peer.addEventListener('shaky', () => this.follow(true));
    peer.addEventListener('steady', () => this.follow(false));
    peer.addEventListener('lost', () => this.fail('dropped'));
    try {
      await peer.call('/api/desk/offer', token, { call_id: this.callId });
    } catch (fault) {
      if (this.peer === peer) this.fail(fault.kind ?? 'refused');
    }
  }

  connected() {
    if (this.startedAt) return;
    this.startedAt = Date.now();
    this.become('connected');
  }

  /** @param {boolean} shaky */
  follow(shaky) {
    this.shaky = shaky;
    this.tell('state');
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.muted = muted;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
    this.tell('state');
  }

  /** Leave the call, and let go of the microphone. */
  leave() {
    this.peer?.close();
    closeStream(this.stream);
    this.reset();
    this.tell('state');
  }

  /** @param {string} kind */
  fail(kind) {
    this.leave();
    this.tell('trouble', kind);
  }

  /** @param {string} state */
  become(state) {
    this.state = state;
    this.tell('state');
  }

  /**
   * @param {string} name
   * @param {unknown} [detail]
   */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
