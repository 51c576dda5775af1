using KubeSharp.Api;
using KubeSharp.Api.Protobuf;
using KubeSharp.ApiServer.Endpoints.Conversions;
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
            AnswerForm.Table => TableWriter.Write(definition, [tree()], v => Convert(definition, version, v), includeObject, ObjectNode.Of(("resourceVersion", tree().At("metadata", "resourceVersion"))), now).ToUtf8(),
            AnswerForm.Metadata => PartialMetadata(tree()).ToUtf8(),
            _ when IsStorage(definition, version) => stored,
            _ => Convert(definition, version, tree()).ToUtf8(),
        };

    /// <summary>A cached object in the form and encoding, without YAML: what is cached is handed on as it is.</summary>
    public static ReadOnlyMemory<byte> Encode(ResourceDefinition definition, ApiResource version, MediaType media, string includeObject, CachedObject value, DateTimeOffset now)
    {
        if (media.Encoding != AnswerEncoding.Protobuf) { return One(definition, version, media.Form, includeObject, value.Utf8, () => value.Tree, now); }
        return media.Form == AnswerForm.Metadata
            ? ProtobufWriter.Object(PartialMetadata(value.Tree))
            : ProtobufWriter.Enveloped(version.GroupVersion, version.Kind, Message(definition, version, value).Span);
    }

    /// <summary>A cached object as a protobuf message of the version.</summary>
    public static ReadOnlyMemory<byte> Message(ResourceDefinition definition, ApiResource version, CachedObject value) =>
        IsStorage(definition, version) ? value.Protobuf(definition.Schema(version)) : ProtobufWriter.Message(Convert(definition, version, value.Tree), definition.Schema(version));

    /// <summary>The object in another version of its API.</summary>
    public static ObjectNode Convert(ResourceDefinition definition, ApiResource version, ObjectNode value) =>
        IsStorage(definition, version) ? value : (KindConversions.Of(version)?.FromStorage(value) ?? value).Set("apiVersion", version.GroupVersion);

    /// <summary>An object of any version in the storage version.</summary>
    public static ObjectNode ToStorage(ResourceDefinition definition, ApiResource version, ObjectNode value) =>
        IsStorage(definition, version) ? value : (KindConversions.Of(version)?.ToStorage(value) ?? value).Set("apiVersion", definition.Storage.GroupVersion);

    /// <summary>The object's metadata as a PartialObjectMetadata.</summary>
    public static ObjectNode PartialMetadata(ObjectNode value) =>
        ObjectNode.Of(("kind", "PartialObjectMetadata"), ("apiVersion", "meta.k8s.io/v1"), ("metadata", value["metadata"]));

    /// <summary>Whether the version is the one stored.</summary>
    public static bool IsStorage(ResourceDefinition definition, ApiResource version) => ReferenceEquals(definition.Storage, version);
}
