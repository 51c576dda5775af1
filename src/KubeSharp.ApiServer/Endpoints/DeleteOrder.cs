using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>What a deletion asks for.</summary>
/// <param name="Request">How it is to be deleted.</param>
/// <param name="Options">The options as they were sent in the body; null: there is none.</param>
/// <param name="IsDryRun">Nothing is to be stored.</param>
/// <param name="Orphans">What orphanDependents says; null: nothing.</param>
public sealed record DeleteOrder(DeleteRequest Request, ObjectNode? Options, bool IsDryRun, bool? Orphans);
