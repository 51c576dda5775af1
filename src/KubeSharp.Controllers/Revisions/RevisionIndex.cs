using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Revisions;

/// <summary>Finds the revisions of an object without going through all.</summary>
public static class RevisionIndex
{
    private const string ByController = "controller";

    /// <summary>Keeps the index.</summary>
    public static ObjectCache<ControllerRevision> Add(InformerFactory informers)
    {
        var cache = informers.Get<ControllerRevision>().Cache;
        cache.AddIndex(ByController, static r => [r.Metadata.Controller()?.Uid ?? "orphans of " + r.Metadata.Namespace]);
        return cache;
    }

    /// <summary>The revisions that the owner controls and those of its namespace that nobody does.</summary>
    public static IEnumerable<ControllerRevision> For(ObjectCache<ControllerRevision> revisions, ObjectMeta owner) =>
        revisions.ByIndex(ByController, owner.Uid ?? "").Concat(revisions.ByIndex(ByController, "orphans of " + owner.Namespace));
}
