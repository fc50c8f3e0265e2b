import type { Catalogue } from './es.ts'

export const en: Catalogue = {
  code: 'en',
  ownName: 'English',
  welcome: {
    title: 'Free WiFi on board',
    lead: (minutes) => `One tap and you are on: ${minutes} minutes of internet. No sign-up, no password.`,
    accept: 'Accept and connect',
    terms: [
      'It is free. We do not ask for your name, e-mail or phone number.',
      'We count riders and data used, never what you visit.',
      'The network is open: use secure pages (https) and do not use it to harm others.',
    ],
    more: 'Read the full terms',
    privacy: 'Privacy notice',
  },
  status: {
    title: 'You are online',
    left: 'Time left',
    minutes: (minutes) => (minutes === 1 ? '1 minute' : `${minutes} minutes`),
    used: 'Data used',
    start: 'Open any page to start browsing.',
    end: 'End my session',
  },
  terms: {
    title: 'Terms of use',
    version: (version) => `Version ${version}`,
    body: [
      'The service is free and offered as it is: the bus moves, and the signal may fail.',
      'Each session lasts as long as the first page says. When it ends, you can accept again.',
      'Do not use the network to harm devices or people, to send spam, or for what the law forbids.',
      'The network is open. What you send to pages without https can be seen by people nearby. Protect your accounts.',
      'We may limit speed so that there is enough for everyone.',
    ],
  },
  privacy: {
    title: 'Privacy notice',
    body: [
      'To let you online, the device on this bus uses the network address of your phone. It keeps it only while your session lasts and deletes it at the end.',
      'That address never leaves the bus. The centre receives numbers only: how many riders, how many sessions, how much data.',
      'We do not record which pages you visit. We use no cookies and no advertising.',
      'If you want it deleted sooner, end your session: the address is deleted at that moment.',
    ],
  },
  back: 'Back',
  error: {
    title: 'Something went wrong',
    whatNow: {
      'client-unknown': 'Join the bus WiFi and open this page again.',
      'terms-changed': 'Go back, read the new terms and accept again.',
      'firewall-failed': 'Wait a moment and tap accept again. If it stays like this, tell the operator.',
      'not-allowed': 'Open the WiFi page on your device and accept there.',
      'not-found': 'Go back to the first page.',
      other: 'Go back and try again.',
    },
  },
}
