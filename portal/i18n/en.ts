import type { ErrorCode } from '../../contract/problem.ts'
import { ERRORS } from '../../contract/problem.ts'
import type { TerminateCause } from '../../contract/report.ts'
import { dayAndMonth, formatOctets, formatSeconds } from './amounts.ts'
import { enPrivacy, enTerms } from './en-legal.ts'
import type { Catalogue } from './es.ts'

const TIME = { lessThanAMinute: 'less than 1 minute', minute: 'minute', minutes: 'minutes', hours: 'h' }
const ENDED = {
  'user-request': (ago) => `You ended your session ${ago}.`,
  'session-timeout': (ago) => `The time of your session was up ${ago}.`,
  quota: (ago) => `You used all the data of your session ${ago}.`,
  idle: (ago) => `Your session ended ${ago} because your device stopped using the internet.`,
  'lost-carrier': (ago) => `Your session ended ${ago} because your device left the WiFi.`,
  'gateway-reboot': (ago) => `Your session ended ${ago} because the device on the bus restarted.`,
  admin: (ago) => `The operator ended your session ${ago}.`,
} satisfies Record<TerminateCause, (ago: string) => string>
const WHAT_NOW: Partial<Record<ErrorCode, string>> = {
  'client-unknown': 'Join the bus WiFi and open this page again.',
  'terms-changed': 'Go back, read the new terms and accept again.',
  'firewall-failed': 'Wait a moment and tap accept again. If it stays like this, tell the operator.',
  'not-allowed': 'Open the WiFi page on your device and do it there.',
  'not-found': 'Go back to the first page.',
  'cool-down': 'The first page shows how many minutes are left.',
  'no-sessions-left': 'You can connect again tomorrow.',
  'no-extension': 'Use it until it ends; then the first page says when you can go on.',
  'too-many': 'We have your reports. If something else happens, come back in an hour.',
  'wrong-type': 'Go back and use the form on that page.',
  'too-large': 'Go back and write less.',
  unavailable: 'Wait a moment, go back and try again.',
}

const about = (minutes: number) => `about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`

export const en: Catalogue = {
  code: 'en',
  ownName: 'English',
  switchLabel: 'Language',
  footLabel: 'More',
  links: {
    '/': 'Back to the first page',
    '/terms': 'Full terms',
    '/privacy': 'Privacy notice',
    '/problem': 'Report a fault',
    '/my-data': 'My data',
  },
  octets: (octets) => formatOctets(octets, 'en'),
  duration: (seconds, round) => formatSeconds(seconds, TIME, round),
  ago: (seconds) => `${formatSeconds(seconds, TIME)} ago`,
  welcome: {
    title: 'Free WiFi on board',
    lead: (length) => `One tap and you are on: ${length} of internet. No sign-up, no password.`,
    accept: 'Accept and connect',
    terms: [
      'It is free. We do not ask for your name, e-mail or phone number.',
      'We count riders and data used, never what you visit.',
      'The network is open: use secure pages (https) and do not use it to harm others.',
    ],
    acceptOnce: 'Good for today: on other buses you are let in without a tap, until you ask us to forget you.',
  },
  ended: {
    title: 'Your session has ended',
    cause: (cause, ago) => ENDED[cause](ago),
    goOn: (length) => `One tap and you go on: another ${length}.`,
    accept: 'Accept and go on',
    coolDownTitle: (left) => `You can connect in ${left}`,
    coolDown: 'We leave some time between one session and the next so that there is enough for everyone.',
    checkAgain: 'See whether I can now',
    usedUpTitle: 'You have used today’s sessions',
    usedUp: 'You can connect again tomorrow. That way there is enough for everyone.',
  },
  outage: {
    title: 'The bus has no internet now',
    since: (length) => `The WiFi works, but the signal has been missing for ${length}.`,
    back: (length) => `It is usually back in about ${length}.`,
    overdue: 'It is taking longer than usual and we do not know when it will be back.',
    unknown: 'We do not know when it will be back.',
    accept: 'You can accept now: you will be online when the signal returns.',
    wait: 'You need do nothing: you will be online again when the signal returns.',
  },
  status: {
    title: 'You are online',
    waitingTitle: 'Your session is ready',
    left: 'Time left',
    used: 'Data used',
    dataLeft: 'Data left',
    connection: 'Connection of the bus',
    quality: { good: 'Good', slow: 'Slow', none: 'No signal', unknown: 'Not measured yet' },
    route: 'Route',
    nextStops: 'Next stops',
    weakAhead: (inMinutes, forMinutes) => `Weak signal in ${about(inMinutes)}, back about ${forMinutes} later.`,
    weakHere: (forMinutes) => `Weak signal on this stretch, back in ${about(forMinutes)}.`,
    start: 'Open any page to start browsing.',
    extend: (length) => `Add ${length}`,
    end: 'End my session',
    remembered: 'Today you are let in without a tap on other buses, stops and stations too.',
    share: 'Share where I am',
    shareHint: 'A link that shows this bus, on this trip only. It does not say who you are.',
  },
  fixed: {
    line: (where, date, what) => `Fixed ${where} on ${date}: ${what}.`,
    thanks: 'Thank you to whoever told us.',
    date: (date) => dayAndMonth(date, 'en-GB'),
    where: { vehicle: 'on this bus', stop: 'at this stop', station: 'at this station', unknown: 'here' },
    kinds: {
      slow: 'slow internet',
      'no-internet': 'no internet',
      'page-broken': 'a page that did not open or looked wrong',
      other: 'another fault',
    },
  },
  problem: {
    title: 'Report a fault',
    lead: 'You need not say who you are. It works without internet too: the report leaves as soon as there is a signal.',
    kindLegend: 'What is wrong?',
    kinds: {
      slow: 'It is very slow',
      'no-internet': 'There is no internet',
      'page-broken': 'A page does not open or looks wrong',
      other: 'Something else',
    },
    text: 'Anything else? (if you like)',
    textHint: (most) =>
      `Up to ${most} characters. Write no personal data: e-mail addresses, phone numbers and network addresses are removed before it is kept.`,
    send: 'Send report',
    kindMissing: 'Choose what is wrong to send your report.',
    tooLong: (most) => `Write ${most} characters at most.`,
    sentTitle: 'Thank you for telling us',
    sentLead: 'Your report is kept on the bus and will reach the operator. Your report number is:',
    sentNote: 'Give it to the operator if you ask about this fault. The report does not say who you are.',
  },
  myData: {
    title: 'My data',
    lead: 'This is all that the device on this bus holds of your device. Only you see it.',
    nothing: 'The device on this bus holds nothing of your device.',
    session: 'Your session',
    mac: 'Address of your device (MAC)',
    ip: 'Address on this network (IP)',
    started: 'Began',
    left: 'Time left',
    sent: 'Data you sent',
    received: 'Data you received',
    quota: 'Data limit',
    extensions: 'Times you extended it',
    terms: 'Terms you accepted',
    today: 'Today',
    todayNote:
      'Kept under a fingerprint that is deleted, with its key, when the day ends; it does not hold your address.',
    sessions: 'Sessions counted today',
    lastEnd: 'Last session',
    reports: 'Fault reports in this hour',
    reportsNote: 'A count only, in memory, deleted each hour; the text of a report is not tied to you.',
    network:
      'While you are on the WiFi, the device also notes your address in its list of the local network, as every router does; it drops it by itself when you leave.',
    delete: 'Delete my data and disconnect',
    deleteToday: 'Delete my data',
    deleteNote:
      'Your session ends at that moment, we delete what you see under “Your session” and “Today”, and on other buses you will have to accept again.',
    elsewhere: {
      title: 'On other buses',
      remembered:
        'You have accepted today, so you are let in without a tap. For this the gateways share a number of 40 bits, made of your address and a key that is destroyed tonight. It does not say on which bus you were, or when.',
      refused:
        'You asked us to forget you: for today you will have to accept on every bus. To respect that, the gateways keep a number that is deleted tonight.',
      forget: 'Forget this phone today',
    },
  },
  terms: enTerms,
  privacy: enPrivacy,
  error: {
    title: 'Something went wrong',
    what: (code) => ERRORS[code].en,
    whatNow: (code) => WHAT_NOW[code] ?? 'Go back and try again.',
  },
}
