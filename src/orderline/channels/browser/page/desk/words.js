/** @module Every word of the desk, in both languages. */

import { CARD_WORDS } from '../shared/order_card.js';

/** @type {Record<string, import('../shared/words.js').Bilingual>} */
export const DESK_WORDS = {
  ...CARD_WORDS,
  desk: { en: 'Desk', zh: '坐席' },
  language: { en: 'Language', zh: '语言' },
  title: { en: 'orderline desk', zh: 'orderline 坐席' },
  'title.ringing': { en: '({count}) Ringing · orderline desk', zh: '（{count}）来电 · orderline 坐席' },

  'line.open': { en: 'Ready for calls', zh: '可以接听' },
  'line.connecting': { en: 'Connecting', zh: '正在连接' },
  'line.closed': { en: 'Not connected', zh: '未连接' },

  'bell.on': { en: 'Ring sound is on', zh: '铃声已开' },
  'bell.off': { en: 'Turn ring sound on', zh: '打开铃声' },

  'queue.label': { en: 'Calls', zh: '来电' },
  'queue.title': { en: 'Waiting: {count}', zh: '等待中：{count}' },
  'queue.empty': { en: 'Nobody is waiting. A call that needs a person rings here.', zh: '目前无人等待。需要人工的来电会在这里响铃。' },
  'queue.new': { en: 'New call: {wants}', zh: '新来电：{wants}' },
  'status.ringing': { en: 'Ringing', zh: '响铃中' },
  'status.taken': { en: 'With a colleague', zh: '同事已接听' },
  'status.mine': { en: 'With you', zh: '您正在接听' },
  'language.en': { en: 'English', zh: '英语' },
  'language.zh': { en: 'Chinese', zh: '中文' },

  'who.unknown': { en: 'Not identified', zh: '身份未确认' },
  'who.unnamed': { en: 'Known customer', zh: '已知客户' },
  'who.verified': { en: 'Verified by {how}', zh: '已核对：{how}' },
  'how.order_number': { en: 'order number', zh: '订单号' },
  'how.phone_tail': { en: 'end of phone number', zh: '手机尾号' },
  'how.postcode': { en: 'postcode', zh: '邮编' },
  'how.and': { en: ' and ', zh: '、' },
  'card.wants': { en: 'Wants', zh: '诉求' },
  'card.reason': { en: 'Why a person', zh: '转人工原因' },
  'card.tried': { en: 'What the line tried', zh: '系统已尝试' },
  'card.confidence': { en: 'How sure the line was', zh: '系统把握' },
  'card.waiting': { en: 'Waiting', zh: '已等待' },
  'transcript.label': { en: 'What was said', zh: '通话记录' },
  'speaker.caller': { en: 'Caller', zh: '来电人' },
  'speaker.line': { en: 'The line', zh: '系统' },
  'speaker.person': { en: 'You', zh: '您' },

  'actions.label': { en: 'Call controls', zh: '通话控制' },
  pick_up: { en: 'Pick up', zh: '接听' },
  give_back: { en: 'Give back to the line', zh: '交回系统' },
  hang_up: { en: 'Hang up', zh: '挂断' },
  'mute.on': { en: 'Mute', zh: '静音' },
  'mute.off': { en: 'Unmute', zh: '取消静音' },
  'meter.label': { en: 'Your microphone', zh: '您的麦克风' },
  'leg.microphone': { en: 'Allow the microphone when your browser asks', zh: '浏览器询问时，请允许使用麦克风' },
  'leg.connecting': { en: 'Connecting you to the caller', zh: '正在为您接通来电人' },
  'leg.connected': { en: 'You are talking to the caller', zh: '正在与来电人通话' },
  'leg.muted': { en: 'You are muted: the caller does not hear you', zh: '您已静音，来电人听不到您' },
  'leg.shaky': { en: 'Your connection is weak. Holding the call.', zh: '您的网络不稳定，正在保持通话。' },

  'key.label': { en: 'Desk key', zh: '坐席密钥' },
  'key.open': { en: 'Open the desk', zh: '打开坐席' },

  'released.given_back': { en: 'The line has taken over again.', zh: '系统已继续为来电人服务。' },
  'released.hung_up': { en: 'The call is over.', zh: '通话已结束。' },
  'released.agent_left': { en: 'You left the call; the line has taken over.', zh: '您已离开通话，由系统继续服务。' },
  'released.caller_left': { en: 'The caller has hung up.', zh: '来电人已挂断。' },
  'released.not_connected': { en: 'Your sound did not reach the line, so the call rings again. Try once more.', zh: '您的声音没有接通，来电已重新响铃，请再试一次。' },
};

const TROUBLE = {
  mic_refused: [
    { en: 'The microphone is blocked', zh: '麦克风被禁止使用' },
    { en: 'Callers could not hear you. Click the sign beside the address, allow the microphone, and pick up again.', zh: '来电人将听不到您。请点击地址栏旁的图标，允许使用麦克风，再次接听。' },
  ],
  mic_missing: [
    { en: 'No microphone was found', zh: '没有找到麦克风' },
    { en: 'Plug in a headset, and pick up again.', zh: '请接上耳机，再次接听。' },
  ],
  mic_busy: [
    { en: 'The microphone does not answer', zh: '麦克风没有响应' },
    { en: 'Close other calls and meetings, and pick up again.', zh: '请关闭其他通话或会议，再次接听。' },
  ],
  mic_insecure: [
    { en: 'This address is not secure', zh: '此网址不安全' },
    { en: 'Open the desk with https, or on the machine itself as http://localhost.', zh: '请用 https 打开，或在本机用 http://localhost 打开。' },
  ],
  mic_unsupported: [
    { en: 'This browser cannot take calls', zh: '此浏览器不支持通话' },
    { en: 'Use a current Chrome, Edge, Firefox or Safari.', zh: '请使用新版 Chrome、Edge、Firefox 或 Safari。' },
  ],
  key: [
    { en: 'The desk is locked', zh: '坐席已锁定' },
    { en: 'Enter the desk key of your shop.', zh: '请输入店铺的坐席密钥。' },
  ],
  forbidden: [
    { en: 'The desk was not opened', zh: '坐席未能打开' },
    { en: 'Check the desk key, and open the page at the address your shop uses.', zh: '请检查坐席密钥，并使用店铺的网址打开本页面。' },
  ],
  gone: [
    { en: 'The line does not answer', zh: '线路没有应答' },
    { en: 'Calls cannot ring here now. The page keeps trying; check that the line is running.', zh: '暂时无法接收来电。页面会自动重试；请检查系统是否在运行。' },
  ],
  late: [
    { en: 'The line took too long to answer', zh: '线路应答超时' },
    { en: 'The page keeps trying.', zh: '页面会自动重试。' },
  ],
  too_many: [
    { en: 'Too many tries', zh: '尝试次数过多' },
    { en: 'Wait a minute, and try again.', zh: '请一分钟后再试。' },
  ],
  full: [
    { en: 'The line is full', zh: '线路已满' },
    { en: 'Wait a moment, and try again.', zh: '请稍候再试。' },
  ],
  refused: [
    { en: 'That did not work', zh: '操作未成功' },
    { en: 'Reload the page, and try again.', zh: '请刷新页面后重试。' },
  ],
  dropped: [
    { en: 'Your sound was cut off', zh: '您的声音已中断' },
    { en: 'The line has taken over the caller. Check your connection.', zh: '系统已接回来电人，请检查您的网络。' },
  ],
  taken: [
    { en: 'A colleague was faster', zh: '同事已先接听' },
    { en: 'Pick another call.', zh: '请接听其他来电。' },
  ],
  busy: [
    { en: 'You are already on a call', zh: '您正在通话中' },
    { en: 'Give it back or hang up first.', zh: '请先交回或挂断。' },
  ],
  over: [
    { en: 'This call is over', zh: '这个来电已结束' },
    { en: 'Pick another one.', zh: '请接听其他来电。' },
  ],
};

for (const [kind, [what, what_to_do]] of Object.entries(TROUBLE)) {
  DESK_WORDS[`trouble.${kind}`] = what;
  DESK_WORDS[`trouble.${kind}.do`] = what_to_do;
}

/**
 * The kind of trouble that the page has words for.
 * @param {string} kind
 */
export function knownTrouble(kind) {
  return kind in TROUBLE ? kind : 'refused';
}
