using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Turns a stored object into what was asked for: another version, a table, metadata only.</summary>
public static class ObjectForms
{
    /// <summary>The bytes of one object in the form; stored bytes are handed on as they are where they are what is wanted.</summary>
    public static ReadOnlyMemory<byte> One(ResourceDefinition definition, ApiResource version, AnswerForm form, string includeObject, ReadOnlyMemory<byte> stored, Func<ObjectNode> tree, DateTimeOffset now) =>
        form switch
        {
            AnswerForm.Table => TableWriter.Write(definition, [Convert(definition, version, tree())], includeObject, ObjectNode.Of(("resourceVersion", tree().At("metadata", "resourceVersion"))), now).ToUtf8(),
            AnswerForm.Metadata => PartialMetadata(tree()).ToUtf8(),
            _ when IsStorage(definition, version) => stored,
            _ => Convert(definition, version, tree()).ToUtf8(),
        };

    /// <summary>The object in another version of its API.</summary>
    public static ObjectNode Convert(ResourceDefinition definition, ApiResource version, ObjectNode value) =>
        IsStorage(definition, version) ? value : value.Set("apiVersion", version.GroupVersion);

    /// <summary>An object of any version in the storage version.</summary>
    public static ObjectNode ToStorage(ResourceDefinition definition, ApiResource version, ObjectNode value) =>
        IsStorage(definition, version) ? value : value.Set("apiVersion", definition.Storage.GroupVersion);

    /// <summary>The object's metadata as a PartialObjectMetadata.</summary>
    public static ObjectNode PartialMetadata(ObjectNode value) =>
        ObjectNode.Of(("kind", "PartialObjectMetadata"), ("apiVersion", "meta.k8s.io/v1"), ("metadata", value["metadata"]));

    /// <summary>Whether the version is the one stored.</summary>
    public static bool IsStorage(ResourceDefinition definition, ApiResource version) => ReferenceEquals(definition.Storage, version);
}
