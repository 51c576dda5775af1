using Grpc.Core;
using Grpc.Core.Interceptors;
using KubeSharp.Machinery.Tracing;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>A span for each call of the container runtime that is part of a trace; the runtime is told which. Source: Traces for Kubernetes System Components, kubelet traces.</summary>
public sealed class CallSpans : Interceptor
{
    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        if (Span.Begin($"{context.Method.ServiceName}/{context.Method.Name}", SpanKind.Client) is not { } span) { return continuation(request, context); }
        span.Set("rpc.system", "grpc").Set("rpc.service", context.Method.ServiceName).Set("rpc.method", context.Method.Name);
        var headers = new Metadata { { TraceContext.Header, span.Context.ToString() } };
        foreach (var entry in context.Options.Headers ?? []) { headers.Add(entry); }
        var call = continuation(request, new(context.Method, context.Host, context.Options.WithHeaders(headers)));
        return new(EndAsync(call.ResponseAsync, span), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    private static async Task<TResponse> EndAsync<TResponse>(Task<TResponse> answer, Span span)
    {
        using var ending = span;
        try { return await answer; }
        catch (RpcException e)
        {
            span.Fail(e.Status.Detail);
            throw;
        }
    }
}
