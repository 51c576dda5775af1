namespace KubeSharp.Scheduler.Devices;

/// <summary>Who a device is.</summary>
/// <param name="Driver">Its driver.</param>
/// <param name="Pool">Its pool.</param>
/// <param name="Device">Its name in the pool.</param>
public readonly record struct DeviceKey(string Driver, string Pool, string Device);
