using KubeSharp.Api;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Authentication;

/// <summary>Says who one is. Source: KEP-3325.</summary>
public sealed class SelfSubjectReviews(TimeProvider time) : PostedKind(time)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Paths { get; } = ["selfsubjectreviews.authentication.k8s.io/"];

    /// <inheritdoc/>
    protected override ValueTask<ObjectNode> AnswerAsync(RequestScope scope, ApiResource version, ObjectNode value) =>
        new(value.Set("metadata", ObjectNode.Of(("creationTimestamp", Registry.Metadata.Time(Clock.GetUtcNow())))).Set("status", ObjectNode.Of(("userInfo", UserNodes.Write(scope.User)))));
}
