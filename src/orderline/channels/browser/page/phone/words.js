/** @module Every word of the phone page, in both languages. */

import { CARD_WORDS } from '../shared/order_card.js';

/** @type {Record<string, import('../shared/words.js').Bilingual>} */
export const PHONE_WORDS = {
  ...CARD_WORDS,
  language: { en: 'Language', zh: '语言' },
  'captions.label': { en: 'Conversation', zh: '对话' },
  'controls.label': { en: 'Call controls', zh: '通话控制' },
  'order.label': { en: 'Your order', zh: '您的订单' },
  'meter.label': { en: 'Your microphone', zh: '您的麦克风' },

  'headline.idle': { en: 'Where is your order?', zh: '您的订单到哪儿了？' },
  'headline.connecting': { en: 'Calling', zh: '正在呼叫' },
  'headline.listening': { en: 'Listening', zh: '请讲' },
  'headline.thinking': { en: 'One moment', zh: '请稍等' },
  'headline.speaking': { en: 'Speaking', zh: '正在回答' },
  'headline.ringing': { en: 'Finding a person', zh: '正在转人工' },
  'headline.with_person': { en: 'You are talking to a person', zh: '正在与人工客服通话' },
  'headline.ended': { en: 'Call ended', zh: '通话已结束' },

  'status.idle': { en: 'Call and ask. The line answers at once.', zh: '拨打并提问，随时接听。' },
  'status.microphone': { en: 'Allow the microphone when your browser asks.', zh: '浏览器询问时，请允许使用麦克风。' },
  'status.connecting': { en: 'Connecting you to the line', zh: '正在为您接通' },
  'status.slow': { en: 'This takes longer than usual. Stay on, it is still trying.', zh: '接通比平时慢，请稍候，仍在尝试。' },
  'status.muted': { en: 'You are muted: nobody hears you', zh: '您已静音，对方听不到您' },
  'status.shaky': { en: 'Your connection is weak. Holding the call.', zh: '您的网络不稳定，正在保持通话。' },
  'status.ended': { en: 'You talked for {time}.', zh: '通话时长 {time}。' },
  'status.place': { en: 'You are number {position} in the queue.', zh: '您前面排队，当前第 {position} 位。' },
  'status.person': { en: '{person} can hear you.', zh: '{person}可以听到您。' },
  'status.nobody': { en: 'Nobody is free right now. The line goes on with you.', zh: '暂时没有空闲的客服，由系统继续为您服务。' },
  'person.unnamed': { en: 'Somebody at the shop', zh: '客服人员' },

  'expect.open': { en: 'Say what you would like to know.', zh: '请说出您想了解的事情。' },
  'expect.yes_no': { en: 'Say yes or no.', zh: '请回答“是”或“不是”。' },
  'expect.order_number': { en: 'Say your order number, or type it on the keypad.', zh: '请说出订单号，也可以用键盘输入。' },
  'expect.phone_tail': { en: 'Say the last four digits of your phone number, or type them.', zh: '请说出手机号后四位，也可以用键盘输入。' },
  'expect.postcode': { en: 'Say your postcode, or type it.', zh: '请说出邮编，也可以用键盘输入。' },
  'expect.choice': { en: 'Say which one.', zh: '请说出是哪一个。' },

  'call.start': { en: 'Call', zh: '拨打' },
  'call.again': { en: 'Call again', zh: '再次拨打' },
  'call.try_again': { en: 'Try again', zh: '重试' },
  'mute.on': { en: 'Mute', zh: '静音' },
  'mute.off': { en: 'Unmute', zh: '取消静音' },
  hang_up: { en: 'Hang up', zh: '挂断' },
  'keypad.open': { en: 'Keypad', zh: '键盘' },
  'keypad.label': { en: 'Keypad', zh: '键盘' },
  'keypad.typed': { en: 'Typed so far', zh: '已输入' },
  'keypad.star': { en: 'star', zh: '星号' },
  'keypad.hash': { en: 'hash', zh: '井号' },

  'who.caller': { en: 'You', zh: '您' },
  'who.line': { en: 'The line', zh: '系统' },
  'who.person': { en: 'A person', zh: '客服' },

  'hint.title': { en: 'Try it with a demo order', zh: '用演示订单试一试' },
  'hint.number': { en: 'Order number', zh: '订单号' },
  'hint.phone': { en: 'Phone ends in', zh: '手机尾号' },

  'engine.recognition': { en: 'Hearing', zh: '识别' },
  'engine.synthesis': { en: 'Voice', zh: '语音' },
  'engine.understanding': { en: 'Understanding', zh: '理解' },
  'engine.voice activity': { en: 'Speech detection', zh: '人声检测' },
  'engine.end of turn': { en: 'Turn-taking', zh: '轮次判断' },
  'engine.database': { en: 'Orders', zh: '订单库' },
  'engine.only.en': { en: 'English only', zh: '仅英语' },
  'engine.only.zh': { en: 'Chinese only', zh: '仅中文' },

  'busy.title': { en: 'The line is full right now', zh: '线路目前已满' },
  'busy.do': { en: 'You can try; somebody may hang up any moment.', zh: '您可以尝试拨打，随时可能有线路空出。' },
};

const SENTENCES = {
  mic_refused: [
    { en: 'The microphone is blocked', zh: '麦克风被禁止使用' },
    { en: 'The line cannot hear you without it. Click the lock or camera sign beside the address, allow the microphone, and try again.', zh: '没有麦克风就听不到您。请点击地址栏旁的锁形或摄像头图标，允许使用麦克风，然后重试。' },
  ],
  mic_missing: [
    { en: 'No microphone was found', zh: '没有找到麦克风' },
    { en: 'Plug in a headset or a microphone, or call from your phone, and try again.', zh: '请接上耳机或麦克风，或改用手机拨打，然后重试。' },
  ],
  mic_busy: [
    { en: 'The microphone does not answer', zh: '麦克风没有响应' },
    { en: 'Another program may be using it. Close other calls and meetings, and try again.', zh: '可能正被其他程序占用。请关闭其他通话或会议，然后重试。' },
  ],
  mic_insecure: [
    { en: 'This address is not secure', zh: '此网址不安全' },
    { en: 'Browsers give a microphone only to https pages and to this machine itself. Open the page with https, or as http://localhost.', zh: '浏览器只允许 https 页面或本机页面使用麦克风。请用 https 打开，或使用 http://localhost。' },
  ],
  mic_unsupported: [
    { en: 'This browser cannot place calls', zh: '此浏览器不支持通话' },
    { en: 'Use a current Chrome, Edge, Firefox or Safari.', zh: '请使用新版 Chrome、Edge、Firefox 或 Safari。' },
  ],
  full: [
    { en: 'The line is full', zh: '线路已满' },
    { en: 'Every line is taken. Wait a minute and call again.', zh: '所有线路都在通话中，请一分钟后再拨。' },
  ],
  too_many: [
    { en: 'Too many calls from here', zh: '拨打次数过多' },
    { en: 'Wait a minute and call again.', zh: '请一分钟后再拨。' },
  ],
  gone: [
    { en: 'The line does not answer', zh: '线路没有应答' },
    { en: 'It may be restarting, or your network is down. Check your connection and try again.', zh: '可能正在重启，或您的网络已断开。请检查网络后重试。' },
  ],
  late: [
    { en: 'The line took too long to answer', zh: '线路应答超时' },
    { en: 'It may be very busy. Wait a moment and try again.', zh: '线路可能很忙，请稍候再试。' },
  ],
  forbidden: [
    { en: 'This address may not call', zh: '此网址不允许拨打' },
    { en: 'Open the page at the address the shop gave you.', zh: '请用店家提供的网址打开本页面。' },
  ],
  key: [
    { en: 'This call was not let through', zh: '这次呼叫未被接受' },
    { en: 'It waited too long. Try again.', zh: '等待时间过长，请重试。' },
  ],
  refused: [
    { en: 'The call could not be placed', zh: '无法接通' },
    { en: 'Reload the page and try again.', zh: '请刷新页面后重试。' },
  ],
  no_connection: [
    { en: 'Your call did not get through', zh: '呼叫没有接通' },
    { en: 'A firewall or VPN may block calls. Try another network, or switch the VPN off.', zh: '防火墙或 VPN 可能阻止了通话。请换个网络，或关闭 VPN 后重试。' },
  ],
  dropped: [
    { en: 'The call was cut off', zh: '通话中断' },
    { en: 'Nothing you asked for is lost. Check your connection and call again.', zh: '您办理的事情不会丢失。请检查网络后再次拨打。' },
  ],
  no_sound: [
    { en: 'Your browser holds the sound back', zh: '浏览器阻止了声音播放' },
    { en: 'Press any key on the page to hear the line.', zh: '请在页面上点一下以听到声音。' },
  ],
};

for (const [kind, [what, what_to_do]] of Object.entries(SENTENCES)) {
  PHONE_WORDS[`trouble.${kind}`] = what;
  PHONE_WORDS[`trouble.${kind}.do`] = what_to_do;
}

/**
 * Whether there are words for this kind of trouble.
 * @param {string} kind
 */
export function knownTrouble(kind) {
  return kind in SENTENCES;
}
