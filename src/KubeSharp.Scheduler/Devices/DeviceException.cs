namespace KubeSharp.Scheduler.Devices;

/// <summary>Devices cannot be chosen, whatever there is; the message is one for the pod's event.</summary>
public sealed class DeviceException(string message) : Exception(message);
