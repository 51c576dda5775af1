using System.Text.Json;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>Lets webhooks change objects, one after another. Source: Dynamic Admission Control.</summary>
public sealed class MutatingAdmissionWebhook(IObjects objects, WebhookCalls calls, WebhookSelection selection) : IAdmissionPlugin
{
    private readonly WebhookTable _table = new(objects, "mutatingwebhookconfigurations.admissionregistration.k8s.io");

    /// <inheritdoc/>
    public string Name => "MutatingAdmissionWebhook";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => _table.All.Count > 0 && !WebhookSelection.IsExempt(request);

    /// <inheritdoc/>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        request.Reinvocation.BeginWebhooks(request.Object);
        foreach (var webhook in _table.All)
        {
            if (!request.Reinvocation.IsCalled(webhook) || await selection.SelectAsync(webhook, request, cancellation).ConfigureAwait(false) is not { } invocation) { continue; }
            var response = await calls.CallAsync(invocation, request, mayPatch: true, cancellation).ConfigureAwait(false);
            var patched = response is null ? request.Object : await PatchAsync(invocation, request, response, cancellation).ConfigureAwait(false);
            request.Reinvocation.Took(webhook, !Equals(patched, request.Object));
            request = request with { Object = patched };
        }
        request.Reinvocation.EndWebhooks(request.Object);
        return request.Object;
    }

    // The patch is of the version the webhook saw; what the schema does not know goes, and what is then missing is filled in.
    private async ValueTask<ObjectNode?> PatchAsync(WebhookInvocation invocation, AdmissionRequest request, ObjectNode response, CancellationToken cancellation)
    {
        if (response.Text("patch").Length == 0) { return request.Object; }
        var name = invocation.Webhook.Name;
        if (request.Object is null) { throw StatusException.Internal($"admission webhook \"{name}\" attempted to modify the object, which is not supported for this operation"); }
        var seen = await EquivalentForms.ToAsync(objects, request, invocation.Version, request.Object, cancellation).ConfigureAwait(false);
        try
        {
            var patched = JsonPatch.Apply(seen!, Node.Parse(Convert.FromBase64String(response.Text("patch")))) as ObjectNode ?? throw new PatchException("the patch leaves no object");
            if (AdmissionReviews.IsForeign(request)) { return patched; }
            patched = new DocumentReader(static _ => { }).Read(patched, objects.Definition(invocation.Version).Schema(invocation.Version));
            var definition = objects.Definition(request.Resource);
            patched = await EquivalentForms.FromAsync(objects, request, invocation.Version, patched, cancellation).ConfigureAwait(false);
            return definition.Rules.Default(Defaults.Fill(patched!, definition.Schema(definition.Storage)));
        }
        catch (Exception e) when (e is PatchException or FormatException or JsonException) { throw StatusException.Internal($"failed to apply the patch of admission webhook \"{name}\": {e.Message}", e); }
    }
}
