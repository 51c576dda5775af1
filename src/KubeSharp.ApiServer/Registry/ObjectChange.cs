using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <param name="Old">As it was; null: it is new.</param>
/// <param name="New">As it is; null: it is gone.</param>
public readonly record struct ObjectChange(ObjectNode? Old, ObjectNode? New);
