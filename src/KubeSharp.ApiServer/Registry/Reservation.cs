using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <param name="Value">The object to store.</param>
/// <param name="Release">Gives back what was taken, when storing fails; null: nothing was.</param>
public readonly record struct Reservation(ObjectNode Value, Action? Release);
