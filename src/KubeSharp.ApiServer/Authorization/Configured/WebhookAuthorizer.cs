using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Authorization.Configured;

/// <summary>Asks a webhook; what it answered counts for a while. Source: Webhook Mode.</summary>
public sealed class WebhookAuthorizer(WebhookAuthorizerOptions options, WebhookClient client, TimeProvider time) : IAuthorizer
{
    private const int AnswersMax = 8192;
    // Compat: what is longer than this is asked about each time, as upstream does.
    private const int QuestionLengthMax = 10_000;
    private readonly AnswerCache<string, AuthorizationDecision> _answers = new(AnswersMax, time);

    /// <inheritdoc/>
    public async ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation)
    {
        var spec = AccessReviewSpecs.Write(attributes);
        var (matches, error) = options.Conditions.Evaluate(spec, cancellation);
        if (error is not null) { return Failed(error); }
        if (!matches) { return default; }
        var question = spec.ToString();
        if (_answers.TryFind(question, out var known)) { return known; }
        try
        {
            var decision = Read((await AskAsync(spec, cancellation).ConfigureAwait(false)).Object("status"));
            if (question.Length <= QuestionLengthMax) { _answers.Keep(question, decision, decision.Verdict == AuthorizationVerdict.Allow ? options.AllowedLifetime : options.RefusedLifetime); }
            return decision;
        }
        catch (WebhookException e) { return Failed(e.Message); }
    }

    /// <inheritdoc/>
    public KnownRules RulesFor(UserIdentity user, string ns) => KnownRules.Unknown("webhook");

    private ValueTask<ObjectNode> AskAsync(ObjectNode spec, CancellationToken cancellation)
    {
        // Compat: v1beta1 calls the groups "group".
        if (options.Version == "v1beta1" && spec["groups"] is { } groups) { spec = spec.Remove("groups").Set("group", groups); }
        var review = ObjectNode.Of(("kind", "SubjectAccessReview"), ("apiVersion", $"authorization.k8s.io/{options.Version}"), ("metadata", ObjectNode.Empty), ("spec", spec));
        return client.PostAsync(options.Endpoint!, review, options.Timeout, cancellation);
    }

    private static AuthorizationDecision Read(ObjectNode status) => (status.IsTrue("denied"), status.IsTrue("allowed")) switch
    {
        (true, true) => new(AuthorizationVerdict.Deny, "webhook subject access review returned both allow and deny response"),
        (true, _) => new(AuthorizationVerdict.Deny, status.Text("reason")),
        (_, true) => new(AuthorizationVerdict.Allow, status.Text("reason")),
        _ => new(AuthorizationVerdict.NoOpinion, status.Text("reason")),
    };

    private AuthorizationDecision Failed(string why) => new(options.DeniesOnFailure ? AuthorizationVerdict.Deny : AuthorizationVerdict.NoOpinion, options.DeniesOnFailure ? $"authorizer {options.Name} failed: {why}" : "");
}
