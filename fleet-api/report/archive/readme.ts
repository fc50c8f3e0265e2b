/** README.txt of an archive: what it is, and how to verify it. */
export function readmeText(month: string, revision: number): string {
  return `Abordo: el informe de ${month}, revisión ${revision}, y todo lo que hace falta para volver a calcularlo.
(English below.)

NO ES PARA PUBLICARSE. Aquí no hay ningún dato personal: ni teléfonos, ni direcciones, ni nombres. Pero las horas de los equipos y de las
rutas son exactas, y en los archivos de horas y días nada está oculto aunque represente a menos de diez personas. Es para quien audita.

Cómo verificarlo
  abordo report verify ${month}.zip          no necesita la base de datos ni conexión
  Dice, punto por punto, si es igual o dónde no. Termina con 0 si todo es igual y con 1 si no.
A mano
  unzip ${month}.zip -d informe && cd informe
  sha256sum report.json                      compara con manifest.json; así con cada archivo
  El SHA-256 de las líneas "gateway_id,length,head" de chain-heads.csv, en orden, es chain.digest de report.json.
  El inputsDigest de report.json es el que está impreso en el informe: compáralo con el papel.

Archivos
  report.json          el informe final, como quedó guardado
  inputs.json          de qué se hizo
  gateway-hours.csv    cada hora de cada equipo        route-hours.csv   cada hora de cada ruta
  route-days.csv       cada día de cada ruta           service-days.csv  cada día en servicio de cada equipo
  published.csv        lo que se publicó, entrada por entrada; cada una de diez sesiones o más
  chain-heads.csv      la cadena de reportes aceptados de cada equipo cuando el informe quedó final
  datapackage.json     qué es cada columna             manifest.json     el SHA-256 de cada archivo

---

Abordo: the report of ${month}, revision ${revision}, and all that it takes to work it out again.

NOT TO BE PUBLISHED. There is nothing personal in here: no telephones, no addresses, no names. But the hours of gateways and routes are
exact, and in the files of hours and days nothing is hidden for standing for fewer than ten people. It is for auditors.

How to verify it
  abordo report verify ${month}.zip          needs neither the database nor a connection
  It says, point by point, that it is equal, or where it is not. It ends with 0 where all is equal and with 1 where it is not.
By hand
  unzip ${month}.zip -d report && cd report
  sha256sum report.json                      compare with manifest.json; likewise each file
  The SHA-256 of the lines "gateway_id,length,head" of chain-heads.csv, in order, is chain.digest in report.json.
  inputsDigest in report.json is the one that is printed in the report: compare it with the paper.

Files
  report.json          the final report, as it was stored
  inputs.json          what it was made of
  gateway-hours.csv    each hour of each gateway       route-hours.csv   each hour of each route
  route-days.csv       each day of each route          service-days.csv  each day in service of each gateway
  published.csv        what was published, entry by entry; each of ten sessions or more
  chain-heads.csv      each gateway's chain of accepted reports when the report became final
  datapackage.json     what each column is             manifest.json     the SHA-256 of each file
`
}
