import type { DefinitionChange } from '../../rules/definitions.ts'

/** The rest of it: how it was measured, and the pages and messages around the report. */
export const esPages = {
  method: {
    heading: 'Cómo se midió',
    definitions: 'Qué significa cada cifra',
    limits: 'Qué no dicen estas cifras',
    check: 'Cómo comprobarlas',
    terms: [
      [
        'sessions',
        'Conexiones',
        'Veces que un aparato obtuvo permiso de navegar. Una persona puede conectarse varias veces; no son personas distintas.',
      ],
      [
        'riders',
        'Personas conectadas a la vez',
        'Aparatos con permiso de navegar al final de cada minuto. Se da el promedio de los minutos con reporte y el minuto más lleno.',
      ],
      [
        'hours',
        'Horas conectadas',
        'Suma del tiempo de todas las personas conectadas: diez personas durante media hora son cinco horas.',
      ],
      [
        'data',
        'Datos',
        'Lo que recibieron (descarga) y enviaron (subida) las personas, en GB de mil millones de octetos.',
      ],
      [
        'devices',
        'Aparatos distintos por día',
        'Estimación con un conteo aproximado y anónimo (HyperLogLog) cuya clave se destruye cada día. Los días nunca se suman: el mismo teléfono de lunes y martes cuenta en los dos.',
      ],
      [
        'availability',
        'Disponibilidad',
        'Minutos con internet y página de conexión funcionando, entre los minutos en servicio. En servicio: el equipo está encendido y su ruta tiene servicio programado, o el autobús avanza por su ruta.',
      ],
      [
        'completeness',
        'Datos completos',
        'Reportes que llegaron, entre los que debían llegar: uno por minuto de cada equipo encendido.',
      ],
      ['length', 'Duración', 'Tiempo desde que se dio el permiso hasta que terminó la conexión.'],
      [
        'connect',
        'Tiempo para conectar',
        'Desde que el teléfono tocó la página por primera vez hasta que pudo navegar.',
      ],
      [
        'savings',
        'Ahorro',
        'Conexiones multiplicadas por un supuesto de lo que cada una ahorra. Es un supuesto, no una medición.',
      ],
    ] as [string, string, string][],
    fewer:
      'Lo que representa a menos de diez conexiones no se publica nunca. Los días de una ruta con menos de diez conexiones esperan y se cuentan junto con los siguientes, hasta que juntos son diez o más; por eso la suma de los días siempre da el total publicado.',
    devices: (error: string) =>
      `Los aparatos distintos son una estimación: en dos de cada tres días el error es menor que ± ${error}.`,
    identity: 'No se guarda el nombre, el número ni la dirección del teléfono de nadie.',
    late: 'Los autobuses guardan sus reportes cuando no tienen señal y los envían después. Por eso un mes es provisional durante siete días más. Después, cualquier corrección es una revisión nueva, con su motivo, y la anterior se conserva.',
    digest: 'Huella de los datos (SHA-256)',
    chain: 'Cadena de reportes',
    chainIs: (gateways: string, reports: string, digest: string) =>
      `${reports} reportes de ${gateways} equipos, encadenados uno tras otro. Huella de las cadenas: ${digest}`,
    notYet: 'Se calcula cuando el mes es definitivo.',
    onlyMonths: 'Se calcula de cada mes completo, cuando es definitivo: está en el reporte de ese mes.',
    verify: 'Quien tenga el archivo de auditoría puede recalcular todo el mes, sin pedir permiso a nadie, con:',
    files: 'Los mismos datos para computadora',
    csv: 'Tabla (CSV)',
    json: 'Datos (JSON)',
    openData: 'Datos abiertos',
    method: 'Definiciones y su historia',
    licence: (licence: string) => `Licencia de los datos: ${licence}.`,
  },
  page: {
    skip: 'Ir al contenido',
    contents: 'En este reporte',
    of: ['Página', 'de'],
    print: 'Para imprimirlo o guardarlo como PDF usa Imprimir en tu navegador: está hecho para carta y A4.',
    allMonths: 'Todos los meses',
    back: 'Volver a Abordo',
    sharedFor: (label: string, until: string) => `Compartido con: ${label}. Este enlace vale hasta el ${until}.`,
  },
  city: {
    title: (place: string) => `WiFi gratis en el transporte público de ${place}`,
    now: 'En este momento',
    atLeast: 'al menos',
    online: 'personas conectadas',
    rounded: 'Se redondea hacia abajo a decenas, para que no se note quién sube o baja.',
    fewOnline: 'Hay menos de diez personas conectadas; no se dice cuántas.',
    noneLive: 'Ningún equipo está enviando datos en este momento.',
    gateways: (live: string, total: string) => `${live} de ${total} equipos de WiFi en línea`,
    asOf: (time: string) => `Datos de las ${time}.`,
    refreshes: 'La página se actualiza sola cada minuto.',
    routesHeading: 'Autobuses con WiFi en línea, por ruta',
    routes: 'Rutas',
    buses: (count: string) => (count === '1' ? '1 equipo' : `${count} equipos`),
    noRoutes: 'En este momento ninguna ruta tiene WiFi en línea.',
    latest: 'El último mes',
    read: 'Leer el reporte completo',
    months: 'Mes por mes',
    noMonths: 'Todavía no hay ningún mes publicado.',
    month: 'Mes',
    state: 'Estado',
    embedHeading: 'Pon esta gráfica en tu página',
    embedHow: 'Copia esta línea en tu página:',
    licence: (licence: string) => `Los datos son abiertos (${licence}): puedes usarlos diciendo de dónde vienen.`,
    method: 'Qué significa cada cifra',
    contact: 'Preguntas sobre las cifras',
  },
  methodPage: {
    title: 'Qué significa cada cifra',
    history: 'Historia de las definiciones',
    version: (version: string, since: string) => `Versión ${version}, desde el ${since}`,
    current: 'vigente',
    intro:
      'Todas las cifras de los reportes se calculan así, sin excepción. Si una definición cambia, cambia su versión; los reportes definitivos conservan la suya.',
    changes: {
      first: 'Primera versión: sesiones, personas conectadas, datos, disponibilidad y datos completos.',
      'told-in-tens': 'Lo que representa a menos de diez conexiones ya no se publica.',
      'small-days-carried': 'Los días de una ruta con menos de diez conexiones se cuentan junto con los siguientes.',
      'places-apart-from-unknown':
        'Las paradas y estaciones se cuentan aparte, ya no entre los autobuses sin ruta conocida.',
      finality: 'Un mes es definitivo siete días después de terminar; toda corrección es una revisión con su motivo.',
      'devices-by-day': 'Se agregan los aparatos distintos por día, estimados.',
      'session-length': 'Se agrega la duración de las conexiones.',
      'time-to-connect': 'Se agrega el tiempo para conectar.',
    } satisfies Record<DefinitionChange, string>,
  },
  problem: {
    deadLinkTitle: 'Este enlace no abre ningún reporte',
    deadLink:
      'Puede que haya vencido, que lo hayan retirado o que la dirección esté incompleta. Pide otro a quien te lo envió.',
    closedTitle: 'Esta página no está publicada',
    closed: 'La ciudad no ha publicado su reporte de conectividad. Pregunta a quien opera el servicio de WiFi.',
    noMonthTitle: 'No existe el reporte de ese mes',
    noMonth: 'Revisa la dirección: un mes se escribe así: 2026-10.',
    toCity: 'Ver los meses que sí hay',
    laterMonth: 'Ese mes todavía no empieza.',
    badRangeTitle: 'No se entiende el periodo',
    badRange:
      'Escribe un mes (2026-10), o la primera y la última fecha (2026-10-01 y 2026-10-15), a lo más de tres años.',
    tooManyTitle: 'Demasiadas consultas',
    tooMany: 'Espera un minuto y vuelve a abrir la página.',
  },
  embed: {
    heading: (month: string) => `Conexiones al WiFi del transporte por día, ${month}`,
    source: (place: string, state: string, host: string) =>
      `Fuente: ${[place, state, host].filter((part) => part !== '').join(' · ')}`,
    riders: 'Personas conectadas a la vez, por hora del día',
    link: 'Ver el reporte completo',
  },
  mail: {
    subject: (place: string, month: string) => `WiFi en el transporte de ${place}: reporte de ${month}`,
    hello: (month: string, place: string) =>
      `Este es el reporte definitivo de ${month} del WiFi gratis en el transporte público de ${place}.`,
    topRoutes: 'Las rutas con más conexiones',
    lowRoutes: 'Las rutas con menor disponibilidad',
    link: 'Abrir el reporte completo',
    foot: 'Recibes este correo porque alguien te anotó para recibir el reporte mensual. Para dejar de recibirlo, pídelo a quien administra Abordo.',
    digest: (digest: string) => `Huella de los datos (SHA-256): ${digest}`,
  },
}
export type PageWords = typeof esPages
