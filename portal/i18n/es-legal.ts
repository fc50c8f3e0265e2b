export const esTerms = {
  title: 'Términos de uso',
  version: (version: string) => `Versión ${version}`,
  body: [
    'El servicio es gratuito y se ofrece tal como está: el autobús se mueve y la señal puede fallar.',
    'Cada sesión dura el tiempo que se indica en la página de inicio y puede tener un límite de datos. Cuando termina, la página de inicio dice si puedes aceptar de nuevo o cuándo podrás.',
    'No uses la red para dañar equipos o personas, enviar correo no deseado, ni para lo que la ley prohíbe.',
    'La red es abierta. Lo que envías a páginas sin https lo puede ver quien esté cerca. Protege tus cuentas.',
    'Si la página de inicio lo dice, aceptar una vez vale hasta que termina el día en los demás autobuses, paradas y estaciones con estos mismos términos: entras sin tocar nada. Puedes pedir que te olvidemos en «Mis datos», y entonces aceptas en cada uno.',
    'Podemos limitar la velocidad para que alcance para todos.',
  ],
}

/** The simplified notice of the LFPDPPP (2025). It says what the code does: who changes one changes the other. */
export const esPrivacy = {
  title: 'Aviso de privacidad simplificado',
  sections: (operator: string): { heading: string; body: string[] }[] => [
    {
      heading: 'Quién responde por tus datos',
      body: [
        `${operator} es responsable de los datos personales que se usan para darte este WiFi, conforme a la Ley Federal de Protección de Datos Personales en Posesión de los Particulares.`,
      ],
    },
    {
      heading: 'Qué datos usamos',
      body: [
        'La dirección de red de tu dispositivo (MAC e IP), cuándo empezó tu sesión y cuántos datos usa. No pedimos tu nombre, correo ni teléfono, ni datos sensibles.',
        'No registramos qué páginas visitas. No usamos cookies ni publicidad.',
      ],
    },
    {
      heading: 'Para qué',
      body: [
        'Solo para lo necesario: darte acceso, aplicar los límites de tiempo y de datos, contar el uso en totales y atender las fallas que reportas. No hay otras finalidades.',
      ],
    },
    {
      heading: 'Cuánto tiempo',
      body: [
        'Tu dirección se guarda solo mientras dura tu sesión y, como en todo módem, en la lista de la red local mientras estás conectado al WiFi; de ahí se quita sola. Después queda, hasta que termina el día de servicio, cómo y cuándo terminó tu última sesión y, si hay un límite diario, cuántas llevas: no con tu dirección, sino con una huella cifrada. Su clave se destruye al cambiar el día.',
        'Para que los reportes de falla no se saturen, contamos los tuyos en la memoria durante una hora como máximo, también con una huella.',
        'Para estimar cuántos dispositivos distintos usan el WiFi cada día, sin saber cuáles, cada uno cambia un poco un resumen numérico, con una clave al azar que se destruye al terminar el día. Sin ella no se puede sacar del resumen tu dirección ni saber si estuviste. En la central se junta con los de otros equipos y se borra al mediodía siguiente: solo queda el número.',
        'Para que aceptes una sola vez al día, donde el operador lo ofrece, los equipos comparten un número de 40 bits que sale de tu dirección, de los términos que aceptaste y de una clave al azar. No llevan cuenta de en qué equipo aceptaste ni a qué hora. Al terminar el día se destruyen la clave y todos los números, en los equipos y en la central. Si no lo quieres, toca «Olvidar este teléfono hoy» en «Mis datos»: se guarda otro número para respetarlo, que se borra igual.',
      ],
    },
    {
      heading: 'Con quién los compartimos',
      body: [
        'Con nadie. Tu dirección no sale del autobús: a la central llegan solo totales, ese resumen numérico, el número que vale por un día y el texto de los reportes de falla, al que antes le quitamos correos, teléfonos y direcciones de red.',
      ],
    },
    {
      heading: 'Tus derechos',
      body: [
        'Puedes acceder a tus datos, rectificarlos, cancelarlos u oponerte a su uso (derechos ARCO), y revocar tu consentimiento. En «Mis datos» ves todo lo que este equipo guarda de ti y lo borras con un toque, sin trámite. Para cualquier otra solicitud, acude al operador. Si no te responde, puedes acudir a la Secretaría Anticorrupción y Buen Gobierno.',
      ],
    },
    {
      heading: 'El aviso completo',
      body: [
        `El aviso de privacidad integral y el domicilio del responsable los da ${operator} en sus oficinas y medios de atención.`,
      ],
    },
  ],
}
