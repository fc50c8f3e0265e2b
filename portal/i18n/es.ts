/** Riders' words, Spanish of Mexico. The type of every other language: a missing entry does not compile. */
export const es = {
  code: 'es-MX',
  ownName: 'Español',
  welcome: {
    title: 'WiFi gratis a bordo',
    lead: (minutes: number) => `Un toque y listo: ${minutes} minutos de internet. Sin registro y sin contraseña.`,
    accept: 'Aceptar y conectarme',
    terms: [
      'Es gratis. No pedimos tu nombre, tu correo ni tu teléfono.',
      'Contamos pasajeros y datos usados, nunca lo que visitas.',
      'La red es abierta: usa páginas seguras (https) y no la uses para dañar a otros.',
    ],
    more: 'Leer los términos completos',
    privacy: 'Aviso de privacidad',
  },
  status: {
    title: 'Ya tienes internet',
    left: 'Tiempo que te queda',
    minutes: (minutes: number) => (minutes === 1 ? '1 minuto' : `${minutes} minutos`),
    used: 'Datos usados',
    start: 'Abre cualquier página para empezar a navegar.',
    end: 'Terminar mi sesión',
  },
  terms: {
    title: 'Términos de uso',
    version: (version: string) => `Versión ${version}`,
    body: [
      'El servicio es gratuito y se ofrece tal como está: el autobús se mueve y la señal puede fallar.',
      'Cada sesión dura el tiempo que se indica en la página de inicio. Cuando termina, puedes aceptar de nuevo.',
      'No uses la red para dañar equipos o personas, enviar correo no deseado, ni para lo que la ley prohíbe.',
      'La red es abierta. Lo que envías a páginas sin https lo puede ver quien esté cerca. Protege tus cuentas.',
      'Podemos limitar la velocidad para que alcance para todos.',
    ],
  },
  privacy: {
    title: 'Aviso de privacidad',
    body: [
      'Para darte acceso, el equipo de este autobús usa la dirección de red de tu dispositivo. La guarda solo mientras dura tu sesión y la borra cuando termina.',
      'Esa dirección nunca sale del autobús. A la central llegan solo números: cuántos pasajeros, cuántas sesiones y cuántos datos.',
      'No registramos qué páginas visitas. No usamos cookies ni publicidad.',
      'Si quieres que se borre antes, termina tu sesión: la dirección se borra en ese momento.',
    ],
  },
  back: 'Volver',
  error: {
    title: 'Algo no salió bien',
    whatNow: {
      'client-unknown': 'Conéctate al WiFi del autobús y abre de nuevo esta página.',
      'terms-changed': 'Vuelve, lee los términos nuevos y acepta otra vez.',
      'firewall-failed': 'Espera un momento y toca aceptar otra vez. Si sigue igual, avisa al operador.',
      'not-allowed': 'Abre la página del WiFi en tu dispositivo y acepta desde ahí.',
      'not-found': 'Vuelve a la página de inicio.',
      other: 'Vuelve e inténtalo de nuevo.',
    },
  },
}
export type Catalogue = typeof es
