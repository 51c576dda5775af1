using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>Lets webhooks refuse requests, all of them at once; of several refusals the first in order is told. Source: Dynamic Admission Control.</summary>
public sealed class ValidatingAdmissionWebhook(IObjects objects, WebhookCalls calls, WebhookSelection selection) : IAdmissionPlugin
{
    private readonly WebhookTable _table = new(objects, "validatingwebhookconfigurations.admissionregistration.k8s.io");

    /// <inheritdoc/>
    public string Name => "ValidatingAdmissionWebhook";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => _table.All.Count > 0 && !WebhookSelection.IsExempt(request);

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var invocations = new List<WebhookInvocation>();
        foreach (var webhook in _table.All)
        {
            if (await selection.SelectAsync(webhook, request, cancellation).ConfigureAwait(false) is { } invocation) { invocations.Add(invocation); }
        }
        if (invocations.Count > 1) { request = Guarded(request); }
        var asked = invocations.Select(async i => await RefusalAsync(i, request, cancellation).ConfigureAwait(false)).ToArray();
        foreach (var refusal in await Task.WhenAll(asked).ConfigureAwait(false))
        {
            if (refusal is not null) { throw refusal; }
        }
    }

    // They warn and annotate from several threads.
    private static AdmissionRequest Guarded(AdmissionRequest request)
    {
        var turn = new Lock();
        return request with
        {
            Warn = text => { lock (turn) { request.Warn(text); } },
            Annotate = (key, value) => { lock (turn) { request.Annotate(key, value); } },
        };
    }

    private async ValueTask<StatusException?> RefusalAsync(WebhookInvocation invocation, AdmissionRequest request, CancellationToken cancellation)
    {
        try
        {
            await calls.CallAsync(invocation, request, mayPatch: false, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (StatusException e) { return new StatusException(e.Status, e); }
    }
}
