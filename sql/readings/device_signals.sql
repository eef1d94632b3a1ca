-- How strong the signals of a device were, in windows of ten minutes that begin every five.
SELECT
  device_id,
  window.start AS window_start,
  window.end AS window_end,
  COUNT(*) AS readings,
  AVG(signal) AS average_signal,
  MIN(temperature) AS min_temperature,
  MAX(temperature) AS max_temperature
FROM input
GROUP BY
  device_id,
  WINDOW(event_time, '10 minutes', '5 minutes')
