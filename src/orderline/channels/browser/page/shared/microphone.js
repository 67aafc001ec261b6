/** @module The microphone, and why there is none as a kind that the page has words for. */

/** `kind`: `mic_insecure`, `mic_unsupported`, `mic_refused`, `mic_missing`, `mic_busy`. */
export class MicrophoneError extends Error {
  /** @param {string} kind */
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

const WANTED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const KINDS = {
  NotAllowedError: 'mic_refused',
  SecurityError: 'mic_refused',
  NotFoundError: 'mic_missing',
  OverconstrainedError: 'mic_missing',
  NotReadableError: 'mic_busy',
  AbortError: 'mic_busy',
};

/**
 * Ask for the microphone, cleaned for a person who holds a phone.
 * @returns {Promise<MediaStream>}
 */
export async function openMicrophone() {
  if (!window.isSecureContext) throw new MicrophoneError('mic_insecure');
  if (!navigator.mediaDevices?.getUserMedia || !window.RTCPeerConnection) throw new MicrophoneError('mic_unsupported');
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: WANTED });
  } catch (fault) {
    throw new MicrophoneError(KINDS[fault.name] ?? 'mic_busy');
  }
}

/**
 * Let go of a microphone, or of any stream.
 * @param {MediaStream|null} stream
 */
export function closeStream(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
