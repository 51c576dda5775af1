using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Asks a webhook whether a pod may run its images; what it says is kept for a while. Off by default, for it needs its configuration. Source: ImagePolicyWebhook.</summary>
public sealed class ImagePolicyWebhook(ImagePolicySettings settings, WebhookClient client, TimeProvider time, Random random) : IAdmissionPlugin
{
    private const string Version = "imagepolicy.k8s.io/v1alpha1", Kind = "ImageReview", AuditPrefix = "imagepolicywebhook.image-policy.k8s.io/", Annotations = ".image-policy.k8s.io/";
    private const int AttemptsMax = 5, AnswersMax = 1024;
    private const double BackoffFactor = 1.5, BackoffJitter = 0.2;
    private static readonly TimeSpan _callMax = TimeSpan.FromSeconds(30);
    private readonly AnswerCache<string, ObjectNode> _answers = new(AnswersMax, time);

    /// <inheritdoc/>
    public string Name => "ImagePolicyWebhook";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request is { Operation: AdmissionOperation.Create or AdmissionOperation.Update, Subresource: "" or "ephemeralcontainers" } && request.Resource.QualifiedName == "pods";

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var spec = Spec(request);
        var key = spec.ToString();
        if (!_answers.TryFind(key, out var status))
        {
            try { status = await AskAsync(spec, cancellation).ConfigureAwait(false); }
            catch (WebhookException e)
            {
                if (!settings.IsDefaultAllowed) { throw request.Refuse(e.Message); }
                request.Annotate(AuditPrefix + "failed-open", "true");
                return;
            }
            _answers.Keep(key, status, status.IsTrue("allowed") ? settings.AllowedKept : settings.DeniedKept);
        }
        foreach (var (name, value) in status.Object("auditAnnotations").Fields) { request.Annotate(AuditPrefix + name, (value as StringNode)?.Value ?? ""); }
        if (status.IsTrue("allowed")) { return; }
        throw request.Refuse(status.Text("reason") is { Length: > 0 } reason ? $"image policy webhook backend denied one or more images: {reason}" : "one or more images rejected by webhook backend");
    }

    private static ObjectNode Spec(AdmissionRequest request)
    {
        var pod = request.Object.Object("spec");
        var containers = request.Subresource.Length > 0 ? pod.Items("ephemeralContainers") : pod.Items("containers").Concat(pod.Items("initContainers"));
        var spec = ObjectNode.Of(("containers", new ArrayNode([.. containers.Select(static c => ObjectNode.Of(("image", c.Text("image"))))])));
        var told = request.Object.Object("metadata").Object("annotations").Where(static a => a.Key.Contains(Annotations, StringComparison.Ordinal)).OrderBy(static a => a.Key, StringComparer.Ordinal);
        var annotations = told.Aggregate(ObjectNode.Empty, static (all, a) => all.Set(a.Key, a.Value));
        return (annotations.Count > 0 ? spec.Set("annotations", annotations) : spec).Set("namespace", request.Namespace);
    }

    private async ValueTask<ObjectNode> AskAsync(ObjectNode spec, CancellationToken cancellation)
    {
        var review = ObjectNode.Of(("kind", Kind), ("apiVersion", Version), ("metadata", ObjectNode.Empty), ("spec", spec), ("status", ObjectNode.Of(("allowed", false))));
        var pause = settings.Backoff;
        for (var attempt = 1; ; attempt++)
        {
            try { return (await client.PostAsync(settings.Endpoint, review, _callMax, cancellation).ConfigureAwait(false)).Object("status"); }
            catch (WebhookException e) when (e.IsTransient && attempt < AttemptsMax)
            {
                await Task.Delay(pause * (1 + BackoffJitter * random.NextDouble()), time, cancellation).ConfigureAwait(false);
                pause *= BackoffFactor;
            }
        }
    }
}
