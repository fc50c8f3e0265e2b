import type { Catalogue } from './es.ts'

export const enTerms: Catalogue['terms'] = {
  title: 'Terms of use',
  version: (version) => `Version ${version}`,
  body: [
    'The service is free and offered as it is: the bus moves, and the signal may fail.',
    'Each session lasts as long as the first page says and may have a data limit. When it ends, the first page says whether you can accept again, or when you can.',
    'Do not use the network to harm devices or people, to send spam, or for what the law forbids.',
    'The network is open. What you send to pages without https can be seen by people nearby. Protect your accounts.',
    'Where the first page says so, accepting once is good until the day ends on the other buses, stops and stations with these same terms: you are let in without a tap. You can ask to be forgotten under “My data”, and then you accept on each of them.',
    'We may limit speed so that there is enough for everyone.',
  ],
}

export const enPrivacy: Catalogue['privacy'] = {
  title: 'Privacy notice (short form)',
  sections: (operator) => [
    {
      heading: 'Who answers for your data',
      body: [
        `${operator} is responsible for the personal data used to give you this WiFi, under Mexico’s Federal Law on the Protection of Personal Data Held by Private Parties (LFPDPPP).`,
      ],
    },
    {
      heading: 'What data we use',
      body: [
        'The network address of your device (MAC and IP), when your session began and how much data it uses. We do not ask for your name, e-mail or phone number, nor for sensitive data.',
        'We do not record which pages you visit. We use no cookies and no advertising.',
      ],
    },
    {
      heading: 'What for',
      body: [
        'Only for what is needed: to let you online, to apply the limits of time and data, to count use in totals, and to look into faults that you report. There are no other purposes.',
      ],
    },
    {
      heading: 'For how long',
      body: [
        'Your address is kept only while your session lasts and, as in every router, in the list of the local network while you are on the WiFi; it leaves that by itself. After that, until the service day ends, we keep how and when your last session ended and, where there is a daily limit, how many you have had: not under your address but under a keyed fingerprint. Its key is destroyed when the day changes.',
        'So that fault reports are not flooded, we count yours in memory for an hour at most, also under a fingerprint.',
        'To estimate how many different devices use the WiFi each day, without knowing which, each of them changes a numeric summary a little, under a random key that is destroyed when the day ends. Without it nobody can work out your address from the summary, or whether you were there. The centre merges it with those of others and deletes it at noon of the next day: only the number stays.',
        'So that you accept only once a day, where the operator offers it, the devices share a number of 40 bits that is made of your address, the terms that you accepted and a random key. They keep no account of where you accepted, or when. When the day ends the key and all the numbers are destroyed, on the devices and at the centre. If you do not want this, tap “Forget this phone today” under “My data”: another number is kept to respect that, and is deleted just the same.',
      ],
    },
    {
      heading: 'Who we share it with',
      body: [
        'Nobody. Your address does not leave the bus: the centre receives totals only, that numeric summary, the number that is good for a day, and the text of fault reports, from which e-mail addresses, phone numbers and network addresses are removed first.',
      ],
    },
    {
      heading: 'Your rights',
      body: [
        'You may access, rectify or cancel your data, or object to its use (ARCO rights), and withdraw your consent. “My data” shows all that this device holds of you and deletes it with one tap, with no paperwork. For any other request, ask the operator. If they do not answer, you may turn to the Secretaría Anticorrupción y Buen Gobierno.',
      ],
    },
    {
      heading: 'The full notice',
      body: [`${operator} gives the full privacy notice, and its address, at its offices and service channels.`],
    },
  ],
}
