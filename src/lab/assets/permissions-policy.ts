/** What a page can ask a browser for that the workbench never does. */
const never = [
  'accelerometer',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb'
]

/** The workbench's own page may ask for the camera, and no page may ask for anything else. Sent by every host. */
export const permissionsPolicy = ['camera=(self)', ...never.map((feature) => `${feature}=()`)].join(', ')
