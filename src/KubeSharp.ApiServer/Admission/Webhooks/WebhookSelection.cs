using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>Decides whether a webhook is called for a request. Source: Dynamic Admission Control, matching requests.</summary>
public sealed class WebhookSelection(IObjects objects)
{
    // What decides about admission is not itself subject to it: a webhook that refuses all could never be removed.
    private static readonly string[] _exempt =
    [
        "validatingwebhookconfigurations", "mutatingwebhookconfigurations", "validatingadmissionpolicies", "validatingadmissionpolicybindings",
        "mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
    ];

    /// <summary>Whether webhooks see such requests at all.</summary>
    public static bool IsExempt(AdmissionRequest request) => request.Resource.Group == "admissionregistration.k8s.io" && _exempt.Contains(request.Resource.Plural);

    /// <summary>How it is called; null: it is not.</summary>
    /// <exception cref="StatusException">404: the namespace is not there; 403: a match condition fails, or it cannot be called in a dry run.</exception>
    public async ValueTask<WebhookInvocation?> SelectAsync(Webhook webhook, AdmissionRequest request, CancellationToken cancellation)
    {
        if (FindVersion(webhook, request) is not { } invocation) { return null; }
        if (!webhook.Namespaces.IsEverything && !await IsInNamespaceAsync(webhook.Namespaces, request, cancellation).ConfigureAwait(false)) { return null; }
        if (!webhook.Objects.IsEverything && !IsObject(webhook.Objects, request.Object) && !IsObject(webhook.Objects, request.OldObject)) { return null; }
        return invocation;
    }

    // The request's own version first; any other that is served counts as the same where the webhook says so.
    private WebhookInvocation? FindVersion(Webhook webhook, AdmissionRequest request)
    {
        var versions = objects.Versions(request.Resource.QualifiedName);
        var own = versions.FirstOrDefault(v => v.Version == request.RequestVersion) ?? request.Resource;
        if (webhook.Rules.Any(r => r.Matches(request, own.Version))) { return new(webhook, own); }
        if (!webhook.MatchesEquivalent) { return null; }
        return versions.FirstOrDefault(v => webhook.Rules.Any(r => r.Matches(request, v.Version))) is { } other ? new(webhook, other) : null;
    }

    private async ValueTask<bool> IsInNamespaceAsync(LabelSelector selector, AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Resource.QualifiedName == "namespaces") { return selector.Matches(LabelsOf(request.Object ?? request.OldObject)); }
        if (request.Namespace.Length == 0) { return true; }
        var found = await objects.FindAsync("namespaces", "", request.Namespace, cancellation).ConfigureAwait(false) ?? throw StatusException.NotFound("", "namespaces", request.Namespace);
        return selector.Matches(LabelsOf(found));
    }

    private static bool IsObject(LabelSelector selector, ObjectNode? value) => value is not null && selector.Matches(LabelsOf(value));

    private static ObjectNode LabelsOf(ObjectNode? value) => value.Object("metadata").Object("labels");
}
