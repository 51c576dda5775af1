using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching.Apply;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>A kind that is only posted and answered, never stored: the answer is the object with its status filled in.</summary>
public abstract class PostedKind(TimeProvider time) : ISubresource
{
    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Paths { get; }

    /// <summary>What the time is.</summary>
    protected TimeProvider Clock { get; } = time;

    /// <summary>The answer to the object.</summary>
    protected abstract ValueTask<ObjectNode> AnswerAsync(RequestScope scope, ApiResource version, ObjectNode value);

    /// <inheritdoc/>
    public async Task HandleAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        if (scope.Info.Verb != "create") { throw StatusException.MethodNotAllowed(); }
        var media = Answer.Accepted(scope, allowsForms: false, allowsProtobuf: true);
        _ = WriteOptions.IsDryRun(scope, "CreateOptions", null);
        var (groupVersion, kind) = Kind(version, scope.Info.Subresource);
        var schema = ApiSchemas.Get(ApiResources.Kinds.First(k => k.Kind == kind && k.GroupVersion == groupVersion).SchemaName);
        var (value, json) = await RequestBody.ReadObjectAsync(scope, kind).ConfigureAwait(false);
        ObjectEndpoints.CheckKind(value, groupVersion, kind);
        value = Defaults.Fill(Unsaid(RequestBody.InShape(scope, value, json, schema), version.Namespaced), schema);
        var writer = FieldTracking.Writer(scope, definition, version, Clock.GetUtcNow()) with { Version = groupVersion };
        value = value.Make("metadata", m => ServerSideApply.Updated(null, value, schema, writer) is { } owners ? m.Set("managedFields", owners) : m);
        var answer = await AnswerAsync(scope, version, value).ConfigureAwait(false);
        answer = answer.Set("kind", kind).Set("apiVersion", groupVersion).Fill("metadata", ObjectNode.Empty);
        await Answer.WriteAsync(scope.Http, 201, ObjectOrder.Headed(answer), media).ConfigureAwait(false);
    }

    // The object without what of its metadata is the server's to say.
    private static ObjectNode Unsaid(ObjectNode value, bool isNamespaced) => value.Edit("metadata", m =>
    {
        foreach (var field in (ReadOnlySpan<string>)["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields"]) { m = m.Remove(field); }
        // Compat: by its uid a request for a token says which account is meant.
        return isNamespaced ? m : m.Remove("namespace").Remove("uid");
    });

    private static (string GroupVersion, string Kind) Kind(ApiResource version, string subresource)
    {
        if (subresource.Length == 0) { return (version.GroupVersion, version.Kind); }
        var found = ResourceDefinition.Subresource(version, subresource) ?? throw StatusException.NoSuchPath();
        return (found.Group.Length == 0 ? found.Version : $"{found.Group}/{found.Version}", found.Kind);
    }
}
