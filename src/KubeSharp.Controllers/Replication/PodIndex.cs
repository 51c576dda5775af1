using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Semantics;
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

    /// <summary>What every controller of pods follows: itself, the pods it controls, and those of nobody that its selector means. Keeps the index.</summary>
    public static ObjectCache<T> Follow<T>(InformerFactory informers, string kind, Func<T, LabelSelector?> selector, Action<ObjectKey> enqueue) where T : class, IApiObject<T>
    {
        var owners = informers.Get<T>().Cache;
        Add(informers);
        informers.FollowSelf<T>(enqueue);
        informers.FollowOwned<Pod>(kind, enqueue);
        informers.FollowOrphans<Pod>(p => owners.List(p.Metadata.Namespace).Where(o => selector(o).Matches(p.Metadata.Labels)).Select(static o => Following.Key(o)), enqueue);
        return owners;
    }

    /// <summary>The pods that the owner controls and those of its namespace that nobody does.</summary>
    public static IEnumerable<Pod> For(ObjectCache<Pod> pods, ObjectMeta owner) =>
        pods.ByIndex(ByController, owner.Uid ?? "").Concat(pods.ByIndex(ByController, "orphans of " + owner.Namespace));
}
