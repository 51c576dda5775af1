using System.Text;
using System.Text.Json;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Registry.Kinds;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>
/// Pods get the tolerations that their namespace, or else the cluster, gives to all, and may tolerate no more than these allow.
/// Off by default. Source: PodTolerationRestriction.
/// </summary>
/// <param name="objects">The stored objects.</param>
/// <param name="ofCluster">What the configuration says for namespaces without annotations.</param>
public sealed class PodTolerationRestriction(IObjects objects, Configuration.TolerationSettings ofCluster) : IAdmissionPlugin
{
    private const string Defaults = "scheduler.alpha.kubernetes.io/defaultTolerations", Allowed = "scheduler.alpha.kubernetes.io/tolerationsWhitelist";
    private static readonly ObjectNode _memoryPressure = ObjectNode.Of(("key", "node.kubernetes.io/memory-pressure"), ("operator", "Exists"), ("effect", "NoSchedule"));

    /// <inheritdoc/>
    public string Name => "PodTolerationRestriction";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Writes("pods");

    /// <inheritdoc/>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (pod, more) = (request.Object!, ArrayNode.Empty);
        if (request.Operation == AdmissionOperation.Create) { more = await OfNamespaceAsync(request, Defaults, cancellation).ConfigureAwait(false) ?? ofCluster.Defaults; }
        if (PodRules.QosClass(pod.Object("spec")) != "BestEffort") { more = more.Add(_memoryPressure); }
        if (more.Count > 0) { pod = pod.Make("spec", s => s.Set("tolerations", Tolerations.Merge(s.Items("tolerations"), more))); }
        await ValidateAsync(request with { Object = pod }, cancellation).ConfigureAwait(false);
        return pod;
    }

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var tolerations = request.Object.Object("spec").Items("tolerations");
        if (tolerations.Count == 0) { return; }
        var own = await OfNamespaceAsync(request, Allowed, cancellation).ConfigureAwait(false);
        if (Tolerations.AreAllowed(tolerations, own ?? ofCluster.Allowed)) { return; }
        throw StatusException.Unforeseen($"pod tolerations (possibly merged with namespace default tolerations) conflict with its {(own is null ? "cluster" : "namespace")} whitelist");
    }

    // Null: the namespace does not say.
    private async ValueTask<ArrayNode?> OfNamespaceAsync(AdmissionRequest request, string annotation, CancellationToken cancellation)
    {
        var found = await objects.FindAsync("namespaces", "", request.Namespace, cancellation).ConfigureAwait(false) ?? throw StatusException.NotFound("", "namespaces", request.Namespace);
        if (found.Object("metadata").Object("annotations")[annotation] is not StringNode { Value: var text }) { return null; }
        if (text.Length == 0) { return ArrayNode.Empty; }
        var body = Encoding.UTF8.GetBytes(text);
        try
        {
            return Node.Parse(body) switch
            {
                ArrayNode list => list,
                NullNode => ArrayNode.Empty,
                var other => throw StatusException.Unforeseen($"json: cannot unmarshal {(other is BooleanNode ? "bool" : other.Kind)} into Go value of type []v1.Toleration"),
            };
        }
        catch (JsonException e) { throw StatusException.Unforeseen(JsonMistakes.Words(e, body)); }
    }
}
