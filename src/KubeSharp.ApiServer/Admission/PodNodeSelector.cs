using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>
/// Pods get the node selector of their namespace, which its annotation says, else the cluster's; what they select themselves must be among what
/// the configuration allows the namespace. Off by default. Source: PodNodeSelector.
/// </summary>
/// <param name="objects">The stored objects.</param>
/// <param name="selectors">Node selectors, as a=b,c=d: what each namespace may select, and the cluster's under clusterDefaultNodeSelector.</param>
public sealed class PodNodeSelector(IObjects objects, ImmutableDictionary<string, string> selectors) : IAdmissionPlugin
{
    private const string Annotation = "scheduler.alpha.kubernetes.io/node-selector", ClusterDefault = "clusterDefaultNodeSelector", Field = "nodeSelector";

    /// <inheritdoc/>
    public string Name => "PodNodeSelector";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Creates("pods");

    /// <inheritdoc/>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var wanted = await OfNamespaceAsync(request, cancellation).ConfigureAwait(false);
        CheckAllowed(request, request.Object.Object("spec").Object(Field).Aggregate(wanted, static (all, own) => all.Set(own.Key, own.Value)));
        return wanted.Count == 0 ? request.Object : request.Object!.Make("spec", s => s.Make(Field, own => own.Aggregate(wanted, static (all, f) => all.Set(f.Key, f.Value))));
    }

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        await OfNamespaceAsync(request, cancellation).ConfigureAwait(false);
        CheckAllowed(request, request.Object.Object("spec").Object(Field));
    }

    private async ValueTask<ObjectNode> OfNamespaceAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var found = await objects.FindAsync("namespaces", "", request.Namespace, cancellation).ConfigureAwait(false) ?? throw StatusException.Internal($"namespace {request.Namespace} does not exist");
        var annotations = found.Object("metadata").Object("annotations");
        var wanted = Read(annotations.Has(Annotation) ? annotations.Text(Annotation) : selectors.GetValueOrDefault(ClusterDefault, ""));
        var own = request.Object.Object("spec").Object(Field);
        return wanted.Any(f => own[f.Key] is { } other && !other.Equals(f.Value)) ? throw request.Refuse("pod node label selector conflicts with its namespace node label selector") : wanted;
    }

    private void CheckAllowed(AdmissionRequest request, ObjectNode selected)
    {
        var allowed = Read(selectors.GetValueOrDefault(request.Namespace, ""));
        if (allowed.Count > 0 && selected.Any(f => !f.Value.Equals(allowed[f.Key]))) { throw request.Refuse("pod node label selector labels conflict with its namespace whitelist"); }
    }

    private static ObjectNode Read(string text)
    {
        var labels = ObjectNode.Empty;
        if (text.Length == 0) { return labels; }
        foreach (var part in text.Split(','))
        {
            if (part.Split('=') is not [var key, var value]) { throw StatusException.Unforeseen($"invalid selector: [{part.Replace('=', ' ')}]"); }
            (key, value) = (key.Trim(), value.Trim());
            if (Names.Qualified(key) is { } wrong) { throw StatusException.Unforeseen($"<nil>: Invalid value: \"{key}\": {wrong}"); }
            if (Names.LabelValue(value) is { } why) { throw StatusException.Unforeseen($"[{key}]: Invalid value: \"{value}\": {why}"); }
            labels = labels.Set(key, value);
        }
        return labels;
    }
}
