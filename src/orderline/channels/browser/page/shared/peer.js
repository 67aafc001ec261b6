/** @module One WebRTC leg to the line: a microphone out, a voice in, and optionally a data channel. */

import { sendOffer } from './api.js';

const GATHER_MS = 1_000;
const SHAKY_MS = 10_000;

/**
 * A leg. Fires `connected`, `shaky` (sound is missing, it may come back), `steady`, `lost`, `message` (`detail` is the
 * text), `open` (the data channel), and `voice` (`detail` is the stream to play).
 */
export class Peer extends EventTarget {
  /** @param {MediaStream} microphone */
  constructor(microphone) {
    super();
    this.connection = new RTCPeerConnection();
    this.channel = null;
    this.closed = false;
    this.timer = 0;
    for (const track of microphone.getAudioTracks()) {
      this.connection.addTransceiver(track, { direction: 'sendrecv', streams: [microphone] });
    }
    this.connection.addEventListener('track', (event) => {
      this.tell('voice', event.streams[0] ?? new MediaStream([event.track]));
    });
    this.connection.addEventListener('connectionstatechange', () => this.follow());
  }

  /**
   * Add the ordered data channel that messages travel on. Before `call`.
   * @param {string} label
   */
  openChannel(label) {
    this.channel = this.connection.createDataChannel(label, { ordered: true });
    this.channel.addEventListener('open', () => this.tell('open'));
    this.channel.addEventListener('close', () => this.lose());
    this.channel.addEventListener('message', (event) => this.tell('message', event.data));
  }

  /**
   * Offer, and take the answer.
   * @param {string} path
   * @param {string} token
   * @param {object} extra what goes with the offer
   * @returns {Promise<object>} the whole answer
   */
  async call(path, token, extra) {
    await this.connection.setLocalDescription(await this.connection.createOffer());
    await this.gathered();
    const { sdp, type } = this.connection.localDescription;
    const answer = await sendOffer(path, token, { sdp, type, ...extra });
    if (!this.closed) await this.connection.setRemoteDescription({ sdp: answer.sdp, type: answer.type });
    return answer;
  }

  /** @param {string} text */
  send(text) {
    if (this.channel?.readyState === 'open') this.channel.send(text);
  }

  /** End the leg. Nothing is fired after this. */
  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.connection.close();
  }

  /** Wait until every candidate is in the offer, or until waiting longer would be felt. */
  gathered() {
    return new Promise((resolve) => {
      const done = () => this.connection.iceGatheringState === 'complete' && resolve();
      this.connection.addEventListener('icegatheringstatechange', done);
      setTimeout(resolve, GATHER_MS);
      done();
    });
  }

  /** Tell what the connection's state means for a person who talks. */
  follow() {
    const state = this.connection.connectionState;
    if (state === 'connected') {
      clearTimeout(this.timer);
      this.tell('steady');
      this.tell('connected');
    } else if (state === 'disconnected') {
      this.tell('shaky');
      this.timer = setTimeout(() => this.lose(), SHAKY_MS);
    } else if (state === 'failed' || state === 'closed') {
      this.lose();
    }
  }

  /** The other end is gone. */
  lose() {
    if (this.closed) return;
    this.close();
    this.dispatchEvent(new CustomEvent('lost'));
  }

  /**
   * @param {string} name
   * @param {unknown} [detail]
   */
  tell(name, detail) {
    if (!this.closed) this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
