namespace KubeSharp.ApiServer.Endpoints;

/// <summary>How an answer is written.</summary>
public enum AnswerEncoding
{
    /// <summary>application/json.</summary>
    Json,
    /// <summary>application/yaml.</summary>
    Yaml,
    /// <summary>application/vnd.kubernetes.protobuf.</summary>
    Protobuf,
}
