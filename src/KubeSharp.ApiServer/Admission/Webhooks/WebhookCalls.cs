using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Tracing;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>Calls an admission webhook: dry run, match conditions, failure policy, warnings, audit annotations, refusal.</summary>
public sealed class WebhookCalls(WebhookClient client, WebhookUsers users, IObjects objects, Func<AuthorizationAttributes, CancellationToken, ValueTask<bool>> isAllowed)
{
    private const int WarningLengthMax = 4096;

    /// <summary>What it answered; null: it is not for this request, or its failure is passed by.</summary>
    /// <exception cref="StatusException">It refused, or failed and may not.</exception>
    public async ValueTask<ObjectNode?> CallAsync(WebhookInvocation invocation, AdmissionRequest request, bool mayPatch, CancellationToken cancellation)
    {
        var webhook = invocation.Webhook;
        var value = await EquivalentForms.ToAsync(objects, request, invocation.Version, request.Object, cancellation).ConfigureAwait(false);
        var old = await EquivalentForms.ToAsync(objects, request, invocation.Version, request.OldObject, cancellation).ConfigureAwait(false);
        var review = AdmissionReviews.Request(Guid.NewGuid().ToString(), request, invocation.Version, value, old);
        if (!webhook.Conditions.IsEmpty)
        {
            var (matches, mistake) = webhook.Conditions.Evaluate(WebhookEnvironment.Variables(review.Object("request"), new ExpressionAuthorizer(request.User, isAllowed, cancellation)), new CelBudget(CelBudget.MatchConditionsDefault), cancellation);
            if (mistake is not null && !webhook.IgnoresFailure) { throw request.Refuse(mistake); }
            if (!matches || mistake is not null) { return null; }
        }
        if (request.DryRun && !webhook.AllowsDryRun) { throw StatusException.BadRequest($"admission webhook \"{webhook.Name}\" does not support dry run"); }
        var response = await AskAsync(webhook, request, review, mayPatch, cancellation).ConfigureAwait(false);
        if (response is null) { return null; }
        foreach (var warning in response.Texts("warnings")) { request.Warn(warning.Length > WarningLengthMax ? warning[..WarningLengthMax] : warning); }
        foreach (var (key, note) in response.Object("auditAnnotations")) { request.Annotate($"{webhook.Name}/{key}", (note as StringNode)?.Value ?? ""); }
        return response.IsTrue("allowed") ? response : throw AdmissionReviews.Refusal(webhook.Name, response);
    }

    private async ValueTask<ObjectNode?> AskAsync(Webhook webhook, AdmissionRequest request, ObjectNode review, bool mayPatch, CancellationToken cancellation)
    {
        using var span = Span.Begin(mayPatch ? "Call mutating webhook" : "Call validating webhook", SpanKind.Client)?.Set("webhook", webhook.Name).Set("resource", request.Resource.QualifiedName).Set("operation", request.Operation.ToString().ToUpperInvariant());
        try
        {
            var endpoint = users.With(webhook.Endpoint ?? throw new WebhookException(webhook.Mistake));
            return AdmissionReviews.Response(await client.PostAsync(endpoint, review, webhook.Timeout, cancellation).ConfigureAwait(false), review.Object("request").Text("uid"), mayPatch);
        }
        catch (WebhookException e) when (webhook.IgnoresFailure)
        {
            request.Annotate("failed-open." + (mayPatch ? "mutation" : "validation") + ".webhook.admission.k8s.io/" + webhook.Name, e.Message);
            return null;
        }
        catch (WebhookException e)
        {
            span?.Fail(e.Message);
            throw StatusException.Internal($"failed calling webhook \"{webhook.Name}\": failed to call webhook: {e.Message}", e);
        }
    }
}
