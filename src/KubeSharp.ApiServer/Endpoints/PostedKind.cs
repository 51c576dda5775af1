using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>A kind that is only posted and answered, never stored: the answer is the object with its status filled in.</summary>
public abstract class PostedKind : ISubresource
{
    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Paths { get; }

    /// <summary>The answer to the object.</summary>
    protected abstract ValueTask<ObjectNode> AnswerAsync(RequestScope scope, ApiResource version, ObjectNode value);

    /// <inheritdoc/>
    public async Task HandleAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        if (scope.Info.Verb != "create") { throw StatusException.MethodNotAllowed(); }
        var media = Answer.Accepted(scope, allowsForms: false, allowsProtobuf: true);
        _ = WriteOptions.IsDryRun(scope, "CreateOptions", null);
        var (groupVersion, kind) = Kind(version, scope.Info.Subresource);
        var schema = ApiResources.Kinds.First(k => k.Kind == kind && k.GroupVersion == groupVersion).SchemaName;
        var (value, json) = await RequestBody.ReadObjectAsync(scope, kind).ConfigureAwait(false);
        ObjectEndpoints.CheckKind(value, groupVersion, kind);
        value = RequestBody.InShape(scope, value, json, ApiSchemas.Get(schema));
        var answer = await AnswerAsync(scope, version, value).ConfigureAwait(false);
        answer = answer.Set("kind", kind).Set("apiVersion", groupVersion).Fill("metadata", ObjectNode.Empty);
        await Answer.WriteAsync(scope.Http, 201, answer, media).ConfigureAwait(false);
    }

    private static (string GroupVersion, string Kind) Kind(ApiResource version, string subresource)
    {
        if (subresource.Length == 0) { return (version.GroupVersion, version.Kind); }
        var found = ResourceDefinition.Subresource(version, subresource) ?? throw StatusException.NoSuchPath();
        return (found.Group.Length == 0 ? found.Version : $"{found.Group}/{found.Version}", found.Kind);
    }
}
