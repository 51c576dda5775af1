namespace KubeSharp.Client.Rest;

/// <summary>Where bearer tokens come from that end and are renewed.</summary>
public interface ITokenSource
{
    /// <summary>The token to show now.</summary>
    ValueTask<string> TokenAsync(CancellationToken cancellation);

    /// <summary>The server did not accept the last one: the next must be another.</summary>
    void Refused();
}
