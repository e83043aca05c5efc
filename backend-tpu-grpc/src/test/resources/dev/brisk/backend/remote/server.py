"""A server of the Open Inference Protocol on gRPC's C library, of models for tests.

Arguments: the file of the serialized FileDescriptorProto. Prints its port, ends with its input.
"""
import array
import sys
from concurrent import futures

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

with open(sys.argv[1], "rb") as file:
    proto = descriptor_pb2.FileDescriptorProto.FromString(file.read())
pool = descriptor_pool.DescriptorPool()
pool.Add(proto)
if hasattr(message_factory, "GetMessageClass"):
    message_class = message_factory.GetMessageClass
else:
    message_class = message_factory.MessageFactory(pool).GetPrototype


def message(name):
    return message_class(pool.FindMessageTypeByName("inference." + name))


REFUSALS = {
    "full": grpc.StatusCode.UNAVAILABLE,
    "exhausted": grpc.StatusCode.RESOURCE_EXHAUSTED,
    "wrong": grpc.StatusCode.INVALID_ARGUMENT,
    "broken": grpc.StatusCode.INTERNAL,
}


def live(request, context):
    return message("ServerLiveResponse")(live=True)


def server_metadata(request, context):
    return message("ServerMetadataResponse")(name="python", version=grpc.__version__)


def ready(request, context):
    return message("ModelReadyResponse")(ready=True)


def metadata(request, context):
    reply = message("ModelMetadataResponse")(name=request.name, versions=["1"])
    kind = request.name.split("-")[1] if request.name.startswith("echo-") else "FP32"
    reply.inputs.add(name="x", datatype=kind, shape=[-1])
    reply.outputs.add(name="y", datatype=kind, shape=[-1])
    return reply


def infer(request, context):
    model = request.model_name
    if model in REFUSALS:
        context.abort(REFUSALS[model], "the model says " + model)
    if len(request.raw_input_contents) != 1 or request.inputs[0].HasField("contents"):
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, "one raw input is expected")
    given, raw = request.inputs[0], request.raw_input_contents[0]
    reply = message("ModelInferResponse")(model_name=model, model_version="1", id=request.id)
    if model.startswith("echo-"):
        reply.outputs.add(name="y", datatype=given.datatype, shape=given.shape)
        reply.raw_output_contents.append(raw)
    elif model == "left":
        left = [context.time_remaining()]
        reply.outputs.add(name="y", datatype="FP32", shape=[1]).contents.fp32_contents.extend(left)
    else:
        values = [2 * value for value in array.array("f", raw)]
        output = reply.outputs.add(name="y", datatype="FP32", shape=[len(values)])
        if model == "typed":
            output.contents.fp32_contents.extend(values)
        else:
            reply.raw_output_contents.append(array.array("f", values).tobytes())
    return reply


METHODS = {
    "ServerLive": live,
    "ServerMetadata": server_metadata,
    "ModelReady": ready,
    "ModelMetadata": metadata,
    "ModelInfer": infer,
}

server = grpc.server(
    futures.ThreadPoolExecutor(max_workers=4),
    options=[("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)],
)
server.add_generic_rpc_handlers([
    grpc.method_handlers_generic_handler(
        "inference.GRPCInferenceService",
        {
            name: grpc.unary_unary_rpc_method_handler(
                function,
                request_deserializer=message(name + "Request").FromString,
                response_serializer=message(name + "Response").SerializeToString,
            )
            for name, function in METHODS.items()
        },
    )
])
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
sys.stdin.read()
server.stop(None)
