using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>Says whether somebody, or oneself, may do something. Source: Authorization, checking API access.</summary>
public sealed class AccessReviews(Func<ImmutableArray<IAuthorizer>> authorizers, TimeProvider time) : PostedKind(time)
{
    private const string Group = ".authorization.k8s.io/";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Paths { get; } = ["subjectaccessreviews" + Group, "localsubjectaccessreviews" + Group, "selfsubjectaccessreviews" + Group];

    /// <inheritdoc/>
    protected override async ValueTask<ObjectNode> AnswerAsync(RequestScope scope, ApiResource version, ObjectNode value)
    {
        var spec = value.Object("spec");
        var isSelf = version.Kind == "SelfSubjectAccessReview";
        if (version.Namespaced)
        {
            ObjectEndpoints.CheckNamespace(value, scope.Info.Namespace);
            value = value.Make("metadata", m => m.Set("namespace", scope.Info.Namespace));
        }
        Check(value, version, isSelf, scope.Info.Namespace);
        var (asked, ignored) = AccessReviewSpecs.Read(spec, isSelf ? scope.User : UserNodes.Read(spec));
        var decision = await Authorizing.DecideAsync(asked, authorizers(), scope.Cancellation).ConfigureAwait(false);
        var status = ObjectNode.Of(("allowed", decision.Verdict == AuthorizationVerdict.Allow), ("denied", decision.Verdict == AuthorizationVerdict.Deny ? (Node)true : null),
            ("reason", !string.IsNullOrEmpty(decision.Reason) ? (Node)decision.Reason : null), ("evaluationError", ignored.Length > 0 ? (Node)ignored : null));
        return value.Set("status", status);
    }

    private static void Check(ObjectNode value, ApiResource version, bool isSelf, string ns)
    {
        var (spec, path, errors) = (value.Object("spec"), FieldPath.Of("spec"), new FieldErrors());
        var (hasResource, hasPath) = (spec.Has("resourceAttributes"), spec.Has("nonResourceAttributes"));
        if (hasResource && hasPath) { errors.Invalid(path.Child("nonResourceAttributes"), InternalForm.Of("authorization.NonResourceAttributes", spec["nonResourceAttributes"]), "cannot be specified in combination with resourceAttributes"); }
        if (!hasResource && !hasPath) { errors.Invalid(path.Child("resourceAttributes"), spec["resourceAttributes"], "exactly one of nonResourceAttributes or resourceAttributes must be specified"); }
        if (!isSelf && spec.Text("user").Length == 0 && spec.Items("groups").Count == 0) { errors.Invalid(path.Child("user"), spec.Text("user"), "at least one of user or group must be specified"); }
        AccessReviewSpecs.CheckSelectors(spec.Object("resourceAttributes"), path.Child("resourceAttributes"), errors);
        CheckMetadata(value.Object("metadata"), version, errors);
        if (version.Kind == "LocalSubjectAccessReview")
        {
            if (hasResource && spec.Object("resourceAttributes").Text("namespace") is var other && other != ns) { errors.Invalid(path.Child("resourceAttributes").Child("namespace"), other, "must match metadata.namespace"); }
            if (hasPath) { errors.Invalid(path.Child("nonResourceAttributes"), InternalForm.Of("authorization.NonResourceAttributes", spec["nonResourceAttributes"]), "disallowed on this kind of request"); }
        }
        // Compat: the kind is not told.
        errors.ThrowIfAny("authorization.k8s.io", "", "");
    }

    // Compat: the metadata of a review is nobody's.
    private static void CheckMetadata(ObjectNode metadata, ApiResource version, FieldErrors errors)
    {
        var isLocal = version.Kind == "LocalSubjectAccessReview";
        var own = metadata.Remove("managedFields");
        foreach (var (field, held) in own)
        {
            if (held is NullNode or ArrayNode { Count: 0 } or ObjectNode { Count: 0 } or StringNode { Value.Length: 0 }) { own = own.Remove(field); }
        }
        if ((isLocal ? own.Remove("namespace") : own).Count > 0) { errors.Invalid(FieldPath.Of("metadata"), metadata, isLocal ? "must be empty except for namespace" : "must be empty"); }
    }
}
