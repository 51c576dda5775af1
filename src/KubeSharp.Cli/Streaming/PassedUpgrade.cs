namespace KubeSharp.Cli.Streaming;

/// <summary>The server's answer to a request for an upgrade that was passed on, and what it came through.</summary>
internal sealed class PassedUpgrade(HttpMessageInvoker invoker, HttpResponseMessage response) : IDisposable
{
    /// <summary>The answer; its content is the stream of both directions where it is 101.</summary>
    public HttpResponseMessage Response => response;

    /// <inheritdoc/>
    public void Dispose()
    {
        response.Dispose();
        invoker.Dispose();
    }
}
