-- Readings with a signal that can be relied on, each with what is known of its device. A device that the table lacks
-- keeps its readings.
SELECT
  input.device_id,
  devices.site,
  devices.model,
  input.timestamp AS event_time,
  input.temperature,
  input.signal,
  input.battery
FROM input
LEFT JOIN devices
  ON devices.device_id = input.device_id
WHERE input.signal > 15
