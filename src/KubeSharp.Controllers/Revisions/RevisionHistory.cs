using System.Collections.Immutable;
using System.Text.Json;
using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Controllers.Deployments;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Controllers.Revisions;

/// <summary>The templates an object has had, as ControllerRevisions. Pure. Source: ControllerRevision; Perform a Rollback on a DaemonSet.</summary>
/// <param name="Current">The revision of the template as it is; not yet stored where <paramref name="Action"/> makes it.</param>
/// <param name="Old">The other revisions, oldest first.</param>
/// <param name="Collisions">How often a name was taken by another template.</param>
/// <param name="Action">What has to be written; null: nothing.</param>
public sealed record RevisionHistory(ControllerRevision Current, ImmutableArray<ControllerRevision> Old, int Collisions, PlanAction? Action)
{
    /// <summary>Label of revisions and pods that names the revision.</summary>
    public const string HashLabel = "controller-revision-hash";

    /// <summary>The history of an owner with this template, from the revisions that it controls and those that nobody does.</summary>
    public static RevisionHistory Of(IApiObject owner, PodTemplateSpec template, LabelSelector? selector, int collisions, IEnumerable<ControllerRevision> revisions)
    {
        var all = revisions.ToArray();
        var mine = all.Where(r => r.Metadata.IsControlledBy(owner.Metadata.Uid)).OrderBy(static r => r.Revision).ThenBy(static r => r.Metadata.CreationTimestamp).ToImmutableArray();
        var next = mine.Select(static r => r.Revision).DefaultIfEmpty(0).Max() + 1;
        if (mine.LastOrDefault(r => template.Equals(TemplateOf(r))) is { } same)
        {
            var others = mine.Remove(same);
            if (same.Revision == next - 1) { return new(same, others, collisions, null); }
            // A template that comes back is the newest revision again.
            var renewed = same with { Revision = next };
            return new(renewed, others, collisions, new UpdateAction<ControllerRevision>(renewed));
        }
        var hash = TemplateHash.Of(template, collisions);
        while (Array.Exists(all, r => r.Metadata.Name == $"{owner.Metadata.Name}-{hash}")) { hash = TemplateHash.Of(template, ++collisions); }
        var made = new ControllerRevision
        {
            Metadata = new ObjectMeta
            {
                Name = $"{owner.Metadata.Name}-{hash}",
                Namespace = owner.Metadata.Namespace,
                OwnerReferences = [owner.ControllerReference()],
                Labels = (selector?.MatchLabels ?? ApiMap<string>.Empty).SetAll(template.Metadata?.Labels ?? ApiMap<string>.Empty).Set(HashLabel, hash),
                Annotations = owner.Metadata.Annotations.Remove("kubectl.kubernetes.io/last-applied-configuration"),
            },
            Data = ObjectNode.Of(("spec", ObjectNode.Of(("template", Tree(template))))),
            Revision = next,
        };
        return new(made, mine, collisions, new CreateAction<ControllerRevision>(made));
    }

    /// <summary>The template that a revision keeps; null where it holds none.</summary>
    public static PodTemplateSpec? TemplateOf(ControllerRevision revision)
    {
        if (revision.Data?.At("spec", "template") is not ObjectNode tree) { return null; }
        var reader = new Utf8JsonReader(tree.Remove("$patch").ToUtf8());
        reader.Read();
        return PodTemplateSpec.Read(ref reader);
    }

    /// <summary>The value of <see cref="HashLabel"/> of a revision.</summary>
    public static string HashOf(ControllerRevision revision) => revision.Metadata.Labels.Get(HashLabel) ?? "";

    /// <summary>Old revisions beyond the limit that nothing lives by go.</summary>
    public IEnumerable<PlanAction> Surplus(Func<ControllerRevision, bool> isLive, int limit)
    {
        var idle = Old.Where(r => !isLive(r)).ToArray();
        return idle.Take(Math.Max(0, idle.Length - limit)).Select(static r => new DeleteAction<ControllerRevision>(r));
    }

    // Compat: clients compare the bytes with what they make of the template themselves: upstream's form, by the names of the fields.
    private static Node Tree(PodTemplateSpec template)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Node.WriterOptions)) { template.Write(writer); }
        return FieldOrder.Sorted(Defaults.Fill((ObjectNode)Node.Parse(buffer.WrittenSpan), ApiSchemas.Get("io.k8s.api.core.v1.PodTemplateSpec")).Set("$patch", "replace"));
    }
}
