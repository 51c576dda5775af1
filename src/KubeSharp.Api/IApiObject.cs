using System.Text.Json;
using KubeSharp.Api.Meta.V1;

namespace KubeSharp.Api;

/// <summary>An object of any kind.</summary>
public interface IApiObject
{
    /// <summary>Name, namespace, labels, owners, versions.</summary>
    ObjectMeta Metadata { get; }

    /// <summary>Group and version, as apps/v1.</summary>
    string ApiVersion { get; }

    /// <summary>The kind's name.</summary>
    string Kind { get; }

    /// <summary>Writes it with apiVersion and kind.</summary>
    void Write(Utf8JsonWriter writer);
}

/// <summary>An object of the kind <typeparamref name="TSelf"/>.</summary>
public interface IApiObject<TSelf> : IApiObject, IApiRecord<TSelf> where TSelf : IApiObject<TSelf>
{
    /// <summary>Where it is served.</summary>
    static abstract ApiResource Resource { get; }

    /// <summary>A copy with other metadata.</summary>
    TSelf WithMetadata(ObjectMeta metadata);
}
