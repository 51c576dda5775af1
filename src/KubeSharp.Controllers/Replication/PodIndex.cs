using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Replication;

/// <summary>Finds the pods of a controller, and those of nobody, without going through all.</summary>
public static class PodIndex
{
    private const string ByController = "controller";

    /// <summary>Keeps the index.</summary>
    public static void Add(InformerFactory informers) =>
        informers.Get<Pod>().Cache.AddIndex(ByController, static p => [p.Metadata.Controller()?.Uid ?? "orphans of " + p.Metadata.Namespace]);

    /// <summary>The pods that the owner controls and those of its namespace that nobody does.</summary>
    public static IEnumerable<Pod> For(ObjectCache<Pod> pods, ObjectMeta owner) =>
        pods.ByIndex(ByController, owner.Uid ?? "").Concat(pods.ByIndex(ByController, "orphans of " + owner.Namespace));
}
